//! The classifier in use: what it says of pictures, and its file.

use std::collections::HashMap;

use super::Session;
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::model::InputLevel;
use crate::nn::{Attention, Backbone, FrozenPart, Model, Output};
use crate::picture::Pixels;

/// Bounds the memory of one pass.
const BATCH: usize = 256;

/// A classifier with what stands before it.
pub(super) struct Taught {
    pub(super) model: Model,
    frozen: FrozenPart,
    /// What it makes of pictures that were looked at with more than their embedding.
    judged: HashMap<u32, Output>,
}

impl Taught {
    pub(super) fn new(model: Model, backbone: &Backbone) -> Self {
        let frozen = backbone.frozen_below(model.header.input_level).standardized(model.header.standardizer.clone());
        Self { model, frozen, judged: HashMap::new() }
    }

    /// What it makes of one picture.
    pub(super) async fn output(&self, pixels: &Pixels) -> Result<Output> {
        let square = self.frozen.preprocess().square(pixels);
        Ok(self.model.classifier.outputs(&self.frozen, &[&square]).await?.swap_remove(0))
    }

    /// The same, and where in the picture the output comes from that `choose` takes from the logits.
    pub(super) async fn explain(
        &self,
        pixels: &Pixels,
        choose: impl FnOnce(&[f32]) -> usize,
    ) -> Result<(Output, Attention)> {
        let square = self.frozen.preprocess().square(pixels);
        self.model.classifier.explain(&self.frozen, &square, choose).await
    }

    /// Share of a picture's short side that it sees.
    pub(super) fn crop(&self) -> f32 {
        self.frozen.preprocess().crop
    }

    /// What it makes of each picture: of its embedding where that is what the classifier takes, else as judged before.
    pub(super) async fn outputs_for(&self, pictures: &[&Picture]) -> Result<Vec<Output>> {
        if self.model.header.input_level != InputLevel::Embeddings {
            let judged =
                |picture: &&Picture| self.judged.get(&picture.id).cloned().ok_or(Error::PictureNotSupplied(picture.id));
            return pictures.iter().map(judged).collect();
        }
        let mut answers = Vec::new();
        for batch in pictures.chunks(BATCH) {
            let embeddings: Vec<&[f32]> = batch.iter().map(|picture| &*picture.embedding).collect();
            answers.extend(self.model.classifier.head.outputs(&embeddings).await?);
        }
        Ok(answers)
    }
}

impl Session {
    /// Of these pictures, those that must be judged before anything can be said of them: embeddings do not tell what a
    /// classifier with blocks of its own makes of a picture.
    pub fn unjudged(&self, pictures: &[u32]) -> Vec<u32> {
        match &self.taught {
            Some(taught) if taught.model.header.input_level != InputLevel::Embeddings => {
                pictures.iter().copied().filter(|id| !taught.judged.contains_key(id)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Looks at a picture with the classifier in use, and keeps what it says.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::UnknownPicture`]; [`Error::Device`] if the device fails.
    pub async fn judge(&mut self, picture: u32, pixels: &Pixels) -> Result<()> {
        self.dataset.picture(picture)?;
        let taught = self.taught.as_mut().ok_or(Error::NotTrained)?;
        let answer = taught.output(pixels).await?;
        taught.judged.insert(picture, answer);
        Ok(())
    }

    /// The classifier in use as a safetensors file.
    ///
    /// # Errors
    /// [`Error::NotTrained`].
    pub async fn save_model(&self) -> Result<Vec<u8>> {
        self.taught.as_ref().ok_or(Error::NotTrained)?.model.to_bytes().await
    }

    /// Puts a saved classifier to use. Its classes are matched by id; those that are not here are not predicted.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is no such file, for another backbone, or knows none of the classes; then the classifier
    /// in use stays.
    pub fn load_model(&mut self, bytes: &[u8]) -> Result<()> {
        let model = Model::from_bytes(bytes, &self.backbone)?;
        if !model.header.info.class_ids.iter().any(|&id| self.dataset.class(id).is_ok()) {
            return Err(Error::WrongModel { detail: "it knows none of this project's classes".into() });
        }
        self.taught = Some(Taught::new(model, &self.backbone));
        Ok(())
    }
}
