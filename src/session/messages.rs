//! What the session returns and reports: plain data, serialised in camelCase for JavaScript.

use serde::Serialize;

use super::instant_info::InstantInfo;
use super::outcome::Outcome;
use crate::error::ErrorData;
use crate::model::{EpochMetrics, TrainedInfo};
use crate::network::Architecture;
use crate::settings::{Method, TrainingSettings};
use crate::train::{Ended, RatePoint};

/// A class that was added.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddedClass {
    /// Its id from now on.
    pub id: u32,
    /// Its name as it is kept: trimmed, and cut where it is too long.
    pub name: String,
}

/// A class as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassInfo {
    /// Never used twice in a project.
    pub id: u32,
    /// As the user wrote it, trimmed.
    pub name: String,
    /// A disabled class stays, but is neither trained nor predicted.
    pub enabled: bool,
    /// Ids of its pictures, in the order they came.
    pub pictures: Vec<u32>,
    /// How many distinct sources they come from.
    pub sources: usize,
}

/// What a page shows of a project beside its classes and pictures, which it knows.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// The model in use, if there is one.
    pub trained: Option<Trained>,
    /// The instant model, once it has learned something.
    pub instant: Option<InstantInfo>,
    /// Classes or pictures changed since, or nothing was trained yet.
    pub needs_training: bool,
    /// Why training cannot start now, if it cannot.
    pub cannot_train: Option<ErrorData>,
    /// What the next run uses.
    pub settings: TrainingSettings,
    /// The pretrained network in use: its architecture, and a checksum of its weights.
    pub backbone: String,
    /// Which network that is.
    pub architecture: Architecture,
    /// How many blocks it has that can be unfrozen.
    pub blocks: usize,
}

/// What makes a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum MadeBy {
    /// The closed form of [`crate::lda`].
    Instant,
    /// A run of this method.
    #[serde(untagged)]
    Run(Method),
}

/// A model as a page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trained {
    /// What made it.
    pub method: MadeBy,
    /// How.
    #[serde(flatten)]
    pub info: TrainedInfo,
}

impl From<&TrainedInfo> for Trained {
    fn from(info: &TrainedInfo) -> Self {
        let method = info.settings.as_ref().map_or(MadeBy::Instant, |settings| MadeBy::Run(settings.method));
        Self { method, info: info.clone() }
    }
}

/// What a run reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TrainingMessage {
    /// First.
    Started {
        /// Maximum number of epochs.
        epochs: usize,
        /// Optimiser steps in each.
        steps_per_epoch: usize,
        /// How many pictures it learns from.
        training_pictures: usize,
        /// How many are held out.
        validation_pictures: usize,
        /// Classes of which nothing could be held out.
        unvalidated_class_ids: Vec<u32>,
        /// Enabled classes without pictures to learn from, which are left out.
        empty_class_ids: Vec<u32>,
    },
    /// After each epoch.
    Epoch(EpochMetrics),
    /// After each call that did not end the learning.
    Step {
        /// Optimiser steps taken so far; fine-tuning's first ones, on the head alone, do not count.
        steps: usize,
    },
    /// The learning has ended. In the last phase, the model learns what is like none of its classes.
    Finishing {
        /// Why it ended.
        reason: Ended,
    },
    /// Last: the best model is in use, or the one before it still is.
    Finished {
        /// Why the learning ended.
        reason: Ended,
        /// The epoch whose weights the run's model has.
        best_epoch: usize,
        /// What became of that model.
        #[serde(flatten)]
        outcome: Outcome,
    },
}

/// What a search for a learning rate reports.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum RateMessage {
    /// After each step.
    Rate(RatePoint),
    /// Last.
    Found {
        /// The learning rate to take, if the curve shows one.
        suggestion: Option<f64>,
    },
}

/// What makes a [`Prediction`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The trained model in use.
    Trained,
    /// The pretrained classifier, as long as there is no trained model.
    Imagenet,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// None for a pretrained label.
    pub class_id: Option<u32>,
    /// The class's name now, or the pretrained label.
    pub label: String,
    /// Softmax probability, 0–1.
    pub score: f32,
}

/// What a picture shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Prediction {
    /// What it is made by.
    pub kind: Kind,
    /// Trained: every class, in class order. Pretrained: the five best labels, best first.
    pub scores: Vec<Score>,
    /// Trained: whether it is like none of the classes, by what held-out pictures are like. See [`crate::eval::Familiarity`].
    pub none_of_these: bool,
}

/// What a picture shows, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// What it shows.
    pub prediction: Prediction,
    /// The class with the highest score; none if no class is enabled.
    pub class_id: Option<u32>,
    /// Cells across the centre square.
    pub width: usize,
    /// Cells down.
    pub height: usize,
    /// How much each cell speaks for the class, row by row, 0–1.
    pub values: Vec<f32>,
    /// Share of the picture's short side that the centre square takes.
    pub crop: f32,
}
