//! Near duplicates: pictures of different sources that are nearly the same.

use serde::Serialize;

use crate::data::Picture;
use crate::eval::alike;
use crate::session::Session;

/// The cosine of two embeddings from which on their pictures are near duplicates. Of 844 photos (600 hand signs before one kind of
/// wall, 244 insects), 13 pairs reach it, all of the same hands. Of 30 of those photos, saved again as JPEG of
/// quality 60, cropped by 5 % or brightened by 15 %, half or more reach 0.96.
const MIN_SIMILARITY: f64 = 0.95;

/// Two pictures that are nearly the same: of different sources, or of one source in different classes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NearDuplicate {
    /// The one with the smaller id.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// Cosine of their embeddings.
    pub similarity: f64,
}

impl Session {
    /// Pairs of near duplicates among the enabled pictures: `count` pictures from the one at `from` on, in the order of their
    /// ids, each compared with all that come later. Pictures of one source resemble each other by nature and are left out, unless
    /// their classes differ: then one of the two labels is wrong.
    pub fn near_duplicates(&self, from: usize, count: usize) -> Vec<NearDuplicate> {
        let mut pictures: Vec<&Picture> = self.dataset.for_training().chain(self.dataset.for_testing()).collect();
        pictures.sort_by_key(|picture| picture.id);
        let embeddings: Vec<&[f32]> = pictures.iter().map(|picture| &*picture.embedding).collect();
        let norms: Vec<f32> = pictures.iter().map(|picture| picture.norm).collect();
        let range = from.min(pictures.len())..from.saturating_add(count).min(pictures.len());
        let pairs = alike(&embeddings, &norms, range, MIN_SIMILARITY).into_iter();
        let apart = |a: &Picture, b: &Picture| a.source != b.source || a.class != b.class;
        pairs
            .filter(|&(a, b, _)| apart(pictures[a], pictures[b]))
            .map(|(a, b, similarity)| NearDuplicate { first: pictures[a].id, second: pictures[b].id, similarity })
            .collect()
    }
}
