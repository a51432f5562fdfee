//! What a training run says of itself after each epoch.

use serde::{Deserialize, Serialize};

/// Figures of one epoch, in single precision, which survives being written as JSON and read again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EpochMetrics {
    /// 1-based.
    pub epoch: usize,
    /// Mean loss over the training pictures, while the weights were moving.
    pub loss: f32,
    /// Share of the training pictures that were right, while the weights were moving.
    pub accuracy: f32,
    /// Loss on the held-out pictures after the epoch; none where nothing is held out.
    pub validation_loss: Option<f32>,
    /// Share of the held-out pictures that were right.
    pub validation_accuracy: Option<f32>,
    /// Best so far: its weights are the ones kept.
    pub best: bool,
}

/// Sums over the batches of an epoch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Running {
    loss: f64,
    correct: usize,
    seen: usize,
}

impl Running {
    /// Adds a batch: its mean loss, the number of pictures that were right, and its size.
    pub(super) fn add(&mut self, loss: f64, correct: usize, size: usize) {
        self.loss += loss * size as f64;
        self.correct += correct;
        self.seen += size;
    }

    /// Mean loss and accuracy so far.
    pub(super) fn means(&self) -> (f32, f32) {
        let seen = self.seen.max(1) as f64;
        ((self.loss / seen) as f32, (self.correct as f64 / seen) as f32)
    }
}
