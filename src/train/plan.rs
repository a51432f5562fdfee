//! What a run is made of.

use super::example::Example;
use super::loader::Item;
use crate::model::HeadShape;
use crate::settings::{Method, TrainingSettings};

/// Everything that decides a run, beside the backbone.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is trained, and how.
    pub settings: TrainingSettings,
    /// Number of classes.
    pub classes: usize,
    /// Examples to learn from, at least one, of classes `0..classes`.
    pub training: Vec<Example>,
    /// Examples to measure on.
    pub validation: Vec<Example>,
}

impl Plan {
    /// The same with other settings.
    pub(super) fn with(&self, settings: TrainingSettings) -> Self {
        Self { settings, ..self.clone() }
    }

    /// Optimiser steps in an epoch.
    pub(super) fn steps_per_epoch(&self) -> usize {
        (self.training.len() * (1 + self.views())).div_ceil(self.settings.batch_size)
    }

    /// Augmented views of each picture that are made beside the picture itself.
    pub(super) fn views(&self) -> usize {
        if self.settings.method == Method::AugmentedHead { self.settings.views } else { 0 }
    }

    /// Training and validation items whose input is made from pictures when it is needed; training pictures are augmented.
    pub(super) fn pictures(&self) -> [Vec<Item>; 2] {
        [(&self.training, true), (&self.validation, false)].map(|(examples, augmented)| {
            examples.iter().map(|example| Item::picture(example.picture, example.class, augmented)).collect()
        })
    }

    /// Widths of a head on `features` numbers.
    pub(super) fn head_shape(&self, features: usize) -> HeadShape {
        HeadShape { features, hidden: self.settings.hidden_units, classes: self.classes }
    }
}
