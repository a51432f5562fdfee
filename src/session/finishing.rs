//! The last phase of a run: its model predicts each picture that it learned from or that was held out, and learns from that
//! which pictures are like none of its classes ([`Familiarity`]).

use std::collections::BTreeMap;

use super::model::TrainedModel;
use crate::error::{Error, Result};
use crate::eval::Familiarity;
use crate::nn::{Model, Output};
use crate::picture::Pixels;
use crate::train::{Ended, Example, Plan};

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
    outputs: Vec<Output>,
    /// What was supplied for the next step.
    squares: BTreeMap<u32, Pixels>,
}

impl Finishing {
    /// A run of `plan` that ended for `reason`.
    pub(super) fn new(reason: Ended, model: TrainedModel, plan: Plan) -> Self {
        let mut examples = if plan.validation.is_empty() { Vec::new() } else { plan.training };
        let training = examples.len();
        examples.extend(plan.validation);
        Self { reason, model, examples, training, outputs: Vec::new(), squares: BTreeMap::new() }
    }

    /// The model as it is now.
    pub(super) fn model(&self) -> &Model {
        &self.model.model
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub(super) fn pictures(&self) -> Vec<u32> {
        if self.model.takes_embeddings() {
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
        let slice = self.slice();
        let outputs = if slice.is_empty() {
            Vec::new()
        } else if self.model.takes_embeddings() {
            let embeddings: Vec<&[f32]> = slice.iter().map(|example| &*example.embedding).collect();
            self.model.outputs_of_embeddings(&embeddings).await?
        } else {
            let squares: Vec<&Pixels> = slice.iter().map(|example| &self.squares[&example.picture]).collect();
            self.model.outputs_of_squares(&squares).await?
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
            self.model.model.header.familiarity = self.familiarity();
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
        Familiarity::fit(self.model.header().info.class_ids.len(), &training, &held_out)
    }

    /// The pictures that the next step predicts.
    fn slice(&self) -> &[Example] {
        let count = if self.model.takes_embeddings() { EMBEDDINGS } else { PICTURES };
        let rest = &self.examples[self.outputs.len()..];
        &rest[..count.min(rest.len())]
    }
}
