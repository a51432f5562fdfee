//! A trained model on its backbone: what it outputs for pictures.

use std::collections::{BTreeSet, HashMap};

use crate::error::{Error, Result};
use crate::model::{InputLevel, ModelHeader};
use crate::nn::{Attention, Backbone, FrozenPart, Model, Output};
use crate::picture::Pixels;
use crate::train::Example;

/// Bounds the memory of one pass.
const BATCH: usize = 256;

/// A trained model with the frozen part below it.
pub(super) struct TrainedModel {
    pub(super) model: Model,
    frozen: FrozenPart,
    /// What it outputs for pictures that were predicted from their pixels.
    outputs: HashMap<u32, Output>,
}

impl TrainedModel {
    pub(super) fn new(model: Model, backbone: &Backbone) -> Self {
        let frozen = backbone.frozen_below(model.header.input_level).standardized(model.header.standardizer.clone());
        Self { model, frozen, outputs: HashMap::new() }
    }

    /// The same model, with its outputs for these pictures alone.
    pub(super) fn with_outputs_for(&self, examples: &[Example]) -> Self {
        let output = |example: &Example| Some((example.picture, self.outputs.get(&example.picture)?.clone()));
        let outputs = examples.iter().filter_map(output).collect();
        Self { model: self.model.clone(), frozen: self.frozen.clone(), outputs }
    }

    /// Whether it sees the same squares as `other`.
    pub(super) fn sees_as(&self, other: &Self) -> bool {
        let [own, others] = [self, other].map(|model| model.frozen.preprocess());
        own.size == others.size && own.crop == others.crop
    }

    /// Whether it is the same model as `other`. The instant model stays the same one when it is brought up to date.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let instant = |model: &Self| model.header().info.settings.is_none();
        self.header() == other.header() || (instant(self) && instant(other))
    }

    /// Whether it knows the same classes as `other`.
    pub(super) fn knows_as(&self, other: &Self) -> bool {
        let [own, others] = [self, other].map(|model| model.header().info.class_ids.iter().collect::<BTreeSet<_>>());
        own == others
    }

    /// What is known of it.
    pub(super) fn header(&self) -> &ModelHeader {
        &self.model.header
    }

    /// Whether embeddings are what it takes.
    pub(super) fn takes_embeddings(&self) -> bool {
        self.header().input_level == InputLevel::Embeddings
    }

    /// The square that it sees of a picture.
    pub(super) fn square(&self, pixels: &Pixels) -> Pixels {
        self.frozen.preprocess().square(pixels)
    }

    /// Share of a picture's short side that it sees.
    pub(super) fn crop(&self) -> f32 {
        self.frozen.preprocess().crop
    }

    /// What it outputs for one picture.
    pub(super) async fn output(&self, pixels: &Pixels) -> Result<Output> {
        finite(self.outputs_of_squares(&[&self.square(pixels)]).await?.swap_remove(0))
    }

    /// The same, and where in the picture the output comes from that `choose` takes from the logits.
    pub(super) async fn explain(
        &self,
        pixels: &Pixels,
        choose: impl FnOnce(&[f32]) -> usize,
    ) -> Result<(Output, Attention)> {
        let (output, attention) = self.model.classifier.explain(&self.frozen, &self.square(pixels), choose).await?;
        Ok((finite(output)?, attention))
    }

    /// What it outputs for squares, in one pass.
    pub(super) async fn outputs_of_squares(&self, squares: &[&Pixels]) -> Result<Vec<Output>> {
        self.model.classifier.outputs(&self.frozen, squares).await
    }

    /// What it outputs for embeddings, if they are what it takes.
    pub(super) async fn outputs_of_embeddings(&self, embeddings: &[&[f32]]) -> Result<Vec<Output>> {
        let mut outputs = Vec::new();
        for batch in embeddings.chunks(BATCH) {
            outputs.extend(self.model.classifier.head.outputs(batch).await?);
        }
        Ok(outputs)
    }

    /// What it outputs for pictures of the project: from their embeddings if they are what it takes, else as predicted before.
    pub(super) async fn outputs_of(&self, examples: &[Example]) -> Result<Vec<Output>> {
        if self.takes_embeddings() {
            let embeddings: Vec<&[f32]> = examples.iter().map(|example| &*example.embedding).collect();
            return self.outputs_of_embeddings(&embeddings).await;
        }
        let predicted = |example: &Example| {
            let id = example.picture;
            self.outputs.get(&id).cloned().ok_or(Error::PictureNotSupplied { id })
        };
        examples.iter().map(predicted).collect()
    }

    /// Whether it has to see a picture's pixels before its output is known.
    pub(super) fn must_see(&self, picture: u32) -> bool {
        !self.takes_embeddings() && !self.outputs.contains_key(&picture)
    }

    /// Keeps what it outputs for pictures, by their ids, if that cannot be computed from their embeddings.
    pub(super) fn remember(&mut self, outputs: impl IntoIterator<Item = (u32, Output)>) {
        if !self.takes_embeddings() {
            self.outputs.extend(outputs);
        }
    }
}

/// Refuses an output with NaN or infinite numbers, before anything is read off it.
pub(super) fn finite(output: Output) -> Result<Output> {
    let finite = output.logits.iter().chain(&output.hidden).all(|value| value.is_finite());
    if finite { Ok(output) } else { Err(Error::NotFinite { name: "output of the model in use".into() }) }
}
