//! The epochs of a training, and the best weights so far.

use serde::{Deserialize, Serialize};

use super::measure::Means;
use crate::model::EpochMetrics;
use crate::nn::Classifier;
use crate::settings::TrainingSettings;

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ended {
    /// All epochs are done.
    Completed,
    /// `patience` epochs brought no lower validation loss.
    EarlyStop,
    /// The caller stopped it.
    Stopped,
    /// The loss is no longer a number: the learning rate is too high. The best weights before that are saved.
    Diverged,
}

/// The result of a training.
pub struct Best {
    /// Weights of the best epoch, off the training graph.
    pub classifier: Classifier,
    /// The epoch the weights are from (1-based); 0 if none was better than the start.
    pub epoch: usize,
    /// Figures of every epoch that ran.
    pub epochs: Vec<EpochMetrics>,
}

/// What ran so far.
pub(super) struct History {
    epochs: Vec<EpochMetrics>,
    diverged: bool,
    /// The lowest validation loss; infinite if there is none yet.
    best_loss: f32,
    /// The epoch it is of.
    best_epoch: usize,
    /// Its weights.
    best: Classifier,
}

impl History {
    /// Nothing yet; the start is the best there is.
    pub(super) fn new(start: Classifier) -> Self {
        Self { epochs: Vec::new(), diverged: false, best_loss: f32::INFINITY, best_epoch: 0, best: start }
    }

    /// Sets what the start was measured to be: the first loss to beat.
    pub(super) fn measured_start(&mut self, validation: Option<Means>) {
        self.best_loss = validation.map_or(f32::INFINITY, |means| means.loss);
    }

    /// Ends the training early if this loss of a step is no number.
    pub(super) fn check(&mut self, loss: f64) {
        self.diverged |= !loss.is_finite();
    }

    /// Adds an epoch that ended with the weights of `classifier`. One with a loss that is no finite number is left out: it ends
    /// the training.
    pub(super) fn add(
        &mut self,
        training: Means,
        validation: Option<Means>,
        classifier: Classifier,
    ) -> Option<EpochMetrics> {
        self.diverged |= [Some(training), validation].into_iter().flatten().any(|means| !means.loss.is_finite());
        if self.diverged {
            return None;
        }
        let epoch = self.epochs.len() + 1;
        let best = validation.is_none_or(|means| means.loss < self.best_loss);
        if best {
            self.best_loss = validation.map_or(f32::INFINITY, |means| means.loss);
            (self.best_epoch, self.best) = (epoch, classifier);
        }
        let Means { loss, accuracy } = training;
        let (validation_loss, validation_accuracy) = validation.map(|means| (means.loss, means.accuracy)).unzip();
        let metrics = EpochMetrics { epoch, loss, accuracy, validation_loss, validation_accuracy, best };
        self.epochs.push(metrics.clone());
        Some(metrics)
    }

    /// Why the training is over, if it is.
    pub(super) fn ended(&self, settings: &TrainingSettings) -> Option<Ended> {
        let stale = self.epochs.iter().rev().take_while(|epoch| !epoch.best).count();
        if self.diverged {
            Some(Ended::Diverged)
        } else if self.epochs.len() >= settings.epochs {
            Some(Ended::Completed)
        } else if settings.patience > 0 && stale >= settings.patience {
            Some(Ended::EarlyStop)
        } else {
            None
        }
    }

    /// The best so far.
    pub(super) fn best(&self) -> Best {
        Best { classifier: self.best.clone(), epoch: self.best_epoch, epochs: self.epochs.clone() }
    }
}
