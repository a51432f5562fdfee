//! The last phase of a run: its model predicts each picture that it learned from or that was held out, and learns from that
//! which pictures are like none of its classes ([`Familiarity`]).

use std::collections::BTreeMap;

use super::model::TrainedModel;
use crate::error::{Error, Result};
use crate::eval::Familiarity;
use crate::nn::{Answer, Basis};
use crate::picture::Pixels;
use crate::train::{Ended, Example};

/// How many embeddings a step takes.
const EMBEDDINGS: usize = 256;

/// How many pictures a step takes, where embeddings are not what the model takes.
const PICTURES: usize = 8;

/// A run whose model is being finished.
pub(super) struct Finishing {
    reason: Ended,
    model: TrainedModel,
    /// Those that it learned from, then those that were held out; none if nothing was held out to tell by.
    examples: Vec<Example>,
    /// How many of them it learned from.
    training: usize,
    /// What the model says of the first of them.
    outputs: Vec<Answer>,
    /// What was supplied for the next step.
    squares: BTreeMap<u32, Pixels>,
}

impl Finishing {
    /// A run that ended for `reason`, with the pictures that it learned from and those that were held out.
    pub(super) fn new(reason: Ended, model: TrainedModel, [mut examples, held_out]: [Vec<Example>; 2]) -> Self {
        if held_out.is_empty() {
            examples.clear();
        }
        let training = examples.len();
        examples.extend(held_out);
        Self { reason, model, examples, training, outputs: Vec::new(), squares: BTreeMap::new() }
    }

    /// The model as it is now.
    pub(super) fn model(&self) -> &TrainedModel {
        &self.model
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub(super) fn pictures(&self) -> Vec<u32> {
        if self.model.file.basis == Basis::Embeddings {
            return Vec::new();
        }
        let ids = self.slice().iter().map(|example| example.picture);
        ids.filter(|id| !self.squares.contains_key(id)).collect()
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
        let outputs = match self.model.file.basis {
            _ if self.is_done() => Vec::new(),
            Basis::Embeddings => {
                let embeddings: Vec<&[f32]> = self.slice().iter().map(|example| &*example.embedding).collect();
                self.model.outputs_of_embeddings(&embeddings).await?
            }
            Basis::Block(_) | Basis::Pictures => {
                let squares: Vec<&Pixels> = self.slice().iter().map(|example| &self.squares[&example.picture]).collect();
                self.model.outputs_of_squares(&squares).await?
            }
        };
        self.outputs.extend(outputs);
        self.squares.clear();
        Ok(())
    }

    /// Whether every picture is predicted.
    pub(super) fn is_done(&self) -> bool {
        self.outputs.len() == self.examples.len()
    }

    /// Why the run ended, and its model. A model that is not done knows nothing of other pictures than its classes'.
    pub(super) fn end(mut self) -> (Ended, TrainedModel) {
        if self.is_done() {
            self.model.file.familiarity = self.familiarity();
        }
        let ids = self.examples.iter().map(|example| example.picture);
        self.model.remember(ids.zip(self.outputs));
        (self.reason, self.model)
    }

    fn familiarity(&self) -> Option<Familiarity> {
        let (training, held_out) = self.outputs.split_at(self.training);
        let classes = self.examples.iter().map(|example| example.class);
        let training: Vec<_> = training.iter().zip(classes).map(|(output, class)| (&*output.hidden, class)).collect();
        let held_out: Vec<_> = held_out.iter().map(|output| &*output.hidden).collect();
        Familiarity::fit(self.model.file.info.class_ids.len(), &training, &held_out)
    }

    /// The pictures that the next step predicts.
    fn slice(&self) -> &[Example] {
        let count = if self.model.file.basis == Basis::Embeddings { EMBEDDINGS } else { PICTURES };
        let rest = &self.examples[self.outputs.len()..];
        &rest[..count.min(rest.len())]
    }
}
