//! A model predicts some pictures, a few at each step.

use std::collections::BTreeMap;

use super::model::TrainedModel;
use crate::error::{Error, Result};
use crate::nn::Output;
use crate::picture::Pixels;
use crate::train::Example;

/// Number of embeddings that a step predicts.
const EMBEDDINGS: usize = 256;

/// Number of pictures that a step predicts, where the model does not take embeddings.
const PICTURES: usize = 8;

/// A model, the pictures that it predicts, and its outputs so far.
pub(super) struct Pass {
    pub(super) model: TrainedModel,
    examples: Vec<Example>,
    /// For the first of the examples.
    outputs: Vec<Output>,
    /// Supplied for the next step.
    squares: BTreeMap<u32, Pixels>,
}

impl Pass {
    pub(super) fn new(model: TrainedModel, examples: Vec<Example>) -> Self {
        Self { model, examples, outputs: Vec::new(), squares: BTreeMap::new() }
    }

    /// A pass that is done: the answers are there.
    pub(super) fn answered(model: TrainedModel, examples: Vec<Example>, outputs: Vec<Output>) -> Self {
        Self { model, examples, outputs, squares: BTreeMap::new() }
    }

    /// The pictures that it predicts.
    pub(super) fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The outputs so far, each with its example.
    pub(super) fn outputs(&self) -> impl Iterator<Item = (&Example, &Output)> {
        self.examples.iter().zip(&self.outputs)
    }

    /// Whether all pictures are predicted.
    pub(super) fn is_done(&self) -> bool {
        self.outputs.len() == self.examples.len()
    }

    /// The number of pictures that a step predicts.
    pub(super) fn size_of_step(&self) -> usize {
        if self.model.takes_embeddings() { EMBEDDINGS } else { PICTURES }
    }

    /// Keeps the first `count` examples, before the first step.
    pub(super) fn truncate(&mut self, count: usize) {
        self.examples.truncate(count);
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub(super) fn pictures(&self) -> Vec<u32> {
        let ids = self.next_examples().iter().map(|example| example.picture);
        ids.filter(|id| self.model.must_see(*id) && !self.squares.contains_key(id)).collect()
    }

    /// Supplies a picture for the next step; returns the square that the model sees.
    pub(super) fn supply(&mut self, id: u32, pixels: &Pixels) -> &Pixels {
        let square = self.model.square(pixels);
        self.squares.entry(id).insert_entry(square).into_mut()
    }

    /// Predicts the next pictures.
    ///
    /// # Errors
    /// [`Error::PictureNotSupplied`]; [`Error::Device`] if the device fails.
    pub(super) async fn step(&mut self) -> Result<()> {
        if let Some(&id) = self.pictures().first() {
            return Err(Error::PictureNotSupplied { id });
        }
        let ids: Vec<u32> = self.squares.keys().copied().collect();
        if !ids.is_empty() {
            let squares: Vec<&Pixels> = self.squares.values().collect();
            let outputs = self.model.outputs_of_squares(&squares).await?;
            self.model.remember(ids.into_iter().zip(outputs));
        }
        self.squares.clear();
        let outputs = self.model.outputs_of(self.next_examples()).await?;
        self.outputs.extend(outputs);
        Ok(())
    }

    fn next_examples(&self) -> &[Example] {
        let rest = &self.examples[self.outputs.len()..];
        &rest[..self.size_of_step().min(rest.len())]
    }
}
