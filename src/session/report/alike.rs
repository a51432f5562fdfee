//! Pictures that are nearly the same.

use serde::Serialize;

use crate::data::Picture;
use crate::eval::alike;
use crate::session::Session;

/// The cosine of two embeddings from which they count as nearly the same. Of 844 photos (600 hand signs before one kind of
/// wall, 244 insects), 13 pairs reach it, all of the same hands. Of 30 of those photos, saved again as JPEG of
/// quality 60, cropped by 5 % or brightened by 15 %, half or more reach 0.96.
const NEARLY_THE_SAME: f64 = 0.95;

/// Two pictures of different sources that are nearly the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alike {
    /// The one with the smaller id.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// Cosine of their embeddings.
    pub similarity: f64,
}

impl Session {
    /// Pairs of pictures that are nearly the same, of those in use: of `count` from the one at `from` on, in the order of their
    /// ids, with all that come later. Pictures of one source are alike by nature, and are not told.
    pub fn alike(&self, from: usize, count: usize) -> Vec<Alike> {
        let mut pictures: Vec<&Picture> = self.dataset.for_training().chain(self.dataset.for_testing()).collect();
        pictures.sort_by_key(|picture| picture.id);
        let embeddings: Vec<&[f32]> = pictures.iter().map(|picture| &*picture.embedding).collect();
        let range = from.min(pictures.len())..from.saturating_add(count).min(pictures.len());
        let pairs = alike(&embeddings, range, NEARLY_THE_SAME).into_iter();
        let pairs = pairs.filter(|&(a, b, _)| pictures[a].source != pictures[b].source);
        pairs.map(|(a, b, similarity)| Alike { first: pictures[a].id, second: pictures[b].id, similarity }).collect()
    }
}
