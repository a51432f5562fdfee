//! The state of a cross-validation, and what it found.

use serde::Serialize;

use super::figures::{Predicted, report};
use super::messages::{MeasuredOn, Report};
use crate::eval::{likely_wrong, softmax};
use crate::settings::TrainingSettings;
use crate::train::Run;

/// A cross-validation that is running.
pub(crate) struct CrossValidation {
    /// Ids of the classes, in the order of the outputs.
    pub(super) class_ids: Vec<u32>,
    pub(super) settings: TrainingSettings,
    /// Ids of the pictures of each fold.
    pub(super) folds: Vec<Vec<u32>>,
    /// Index of the fold that is held out; past the last one at the end.
    pub(super) fold: usize,
    /// The run on the others, once it has begun.
    pub(super) run: Option<Run>,
    pub(super) progress: Progress,
    /// The pictures of the folds before.
    pub(super) predicted: Vec<Predicted>,
}

/// How far a cross-validation is, in optimiser steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Taken.
    pub done: usize,
    /// To be taken.
    pub total: usize,
}

/// What a cross-validation found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CrossValidated {
    /// On every picture trained on that could be predicted so.
    pub report: Report,
    /// Ids of the pictures whose label is likely wrong ([`crate::eval::likely_wrong`]), the most likely first.
    pub likely_wrong: Vec<u32>,
    /// Ids of the classes of which no picture could be measured: those with one source.
    pub unmeasured_class_ids: Vec<u32>,
}

impl CrossValidation {
    /// Whether every fold was held out.
    pub(super) fn is_done(&self) -> bool {
        self.fold == self.folds.len()
    }

    /// What it found.
    pub(super) fn end(mut self) -> CrossValidated {
        self.predicted.sort_by_key(|each| each.picture);
        let softened: Vec<_> = self.predicted.iter().map(|each| (softmax(&each.logits, 1.0), each.actual)).collect();
        let rows: Vec<_> = softened.iter().map(|(row, actual)| (row.as_slice(), *actual)).collect();
        let report = report(MeasuredOn::CrossValidation, &self.class_ids, &self.predicted, None);
        let unmeasured = report.classes.iter().filter(|class| class.support == 0).map(|class| class.class_id);
        CrossValidated {
            likely_wrong: likely_wrong(&rows).into_iter().map(|i| self.predicted[i].picture).collect(),
            unmeasured_class_ids: unmeasured.collect(),
            report,
        }
    }
}
