//! What a training run reports after each epoch.

use serde::{Deserialize, Serialize};

/// Figures of one epoch, in single precision, which survives being written as JSON and read again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EpochMetrics {
    /// 1-based.
    pub epoch: usize,
    /// Mean loss over the training pictures, while the weights were changing.
    pub loss: f32,
    /// Share of the training pictures that were right, while the weights were changing.
    pub accuracy: f32,
    /// Loss on the held-out pictures after the epoch; none where nothing is held out.
    pub validation_loss: Option<f32>,
    /// Share of the held-out pictures that were right.
    pub validation_accuracy: Option<f32>,
    /// Best so far: its weights are the ones saved.
    pub best: bool,
}
