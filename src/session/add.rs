//! New pictures: the only ones that go through the backbone.

use std::sync::Arc;

use serde::Serialize;

use super::Session;
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::eval::cosine;
use crate::picture::Pixels;

/// A picture that was added.
#[derive(Clone, Debug)]
pub struct Added {
    /// Its id from now on.
    pub id: u32,
    /// The backbone's embedding of it, to be stored with the picture.
    pub embedding: Arc<[f32]>,
    /// The centre square as the backbone saw it.
    pub square: Pixels,
    /// Its source: the given one, or that of the frame before it.
    pub source: String,
}

/// A picture that was added with its embedding.
#[derive(Clone, Debug, Serialize)]
pub struct AddedEmbedding {
    /// Its id from now on.
    pub id: u32,
    /// As that of [`Added`].
    pub source: String,
}

/// The cosine of two embeddings from which on two files whose names number them as frames are of one film. Consecutive frames of a
/// panned texture reach 0.94 to 0.99, consecutive photos of one hand sign 0.67 to 0.89.
const MIN_FRAME_SIMILARITY: f64 = 0.93;

impl Session {
    /// Adds a picture to a class. Pictures of one `source` (a webcam burst, say) are never parted between training and
    /// validation. A picture set `aside` for testing is neither trained on nor held out to choose between epochs.
    ///
    /// # Errors
    /// [`Error::UnknownClass`]; [`Error::SourceAside`] or [`Error::SourceTrained`] if other pictures
    /// of the source have the other purpose; [`Error::Device`] if the device fails. Then nothing was added.
    pub async fn add_picture(&mut self, class: u32, source: &str, aside: bool, pixels: &Pixels) -> Result<Added> {
        self.add_frame(class, source, aside, pixels, None).await
    }

    /// Adds a picture as [`Session::add_picture`] does. If it is nearly the same as the picture `before`, whose file's number
    /// precedes its own, the two are frames of one film: then it gets that picture's source in place of `source`.
    ///
    /// # Errors
    /// Those of [`Session::add_picture`].
    pub async fn add_frame(
        &mut self,
        class: u32,
        source: &str,
        aside: bool,
        pixels: &Pixels,
        before: Option<u32>,
    ) -> Result<Added> {
        self.dataset.class(class)?;
        self.dataset.check_purpose(source, aside)?;
        let square = self.square(pixels);
        let embedding: Arc<[f32]> = self.embed_square(&square).await?.into();
        let AddedEmbedding { id, source } = self.add_embedded(class, source, aside, embedding.clone(), before)?;
        Ok(Added { id, embedding, square, source })
    }

    /// Adds a picture as [`Session::add_frame`] does whose embedding by this backbone was computed elsewhere.
    ///
    /// # Errors
    /// Those of [`Session::add_frame`]; [`Error::WrongEmbedding`] if it is another network's; [`Error::NotFinite`] if it has NaN or
    /// infinite numbers.
    pub fn add_embedded(
        &mut self,
        class: u32,
        source: &str,
        aside: bool,
        embedding: Arc<[f32]>,
        before: Option<u32>,
    ) -> Result<AddedEmbedding> {
        self.check_features(&embedding)?;
        self.dataset.class(class)?;
        self.dataset.check_purpose(source, aside)?;
        let before = before.and_then(|id| self.dataset.picture(id).ok());
        let film = before.filter(|frame| self.is_next_frame(frame, class, aside, &embedding));
        let source = film.map_or(source, |frame| &frame.source).to_owned();
        let id = self.dataset.add_picture(None, class, &source, true, embedding)?;
        self.dataset.set_aside(&[id], aside)?;
        Ok(AddedEmbedding { id, source })
    }

    /// Whether an embedding may be this backbone's.
    pub(super) fn check_features(&self, embedding: &[f32]) -> Result<()> {
        let (expected, found) = (self.backbone.features(), embedding.len());
        if expected == found { Ok(()) } else { Err(Error::WrongEmbedding { expected, found }) }
    }

    fn is_next_frame(&self, before: &Picture, class: u32, aside: bool, embedding: &[f32]) -> bool {
        let same_use = before.class == class && self.dataset.is_aside(before) == aside;
        same_use && cosine(&before.embedding, embedding) >= MIN_FRAME_SIMILARITY
    }
}
