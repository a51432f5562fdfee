//! The settings of a training run, with their limits.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Settings of a training run. The defaults are Teachable Machine's (50 epochs, batch 16, Adam 1e-3, 15 % held out), with
/// dropout and early stopping added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrainingSettings {
    /// Most passes over the training pictures, 1–1000.
    pub epochs: usize,
    /// Pictures a step, 1–512.
    pub batch_size: usize,
    /// Adam's learning rate, above 0, at most 1.
    pub learning_rate: f64,
    /// Width of the head's hidden layer, 1–4096.
    pub hidden_units: usize,
    /// Share of hidden units dropped at each step, 0–0.95.
    pub dropout: f64,
    /// Share of each class held out for validation, 0–0.5; 0 holds nothing out.
    pub validation_fraction: f64,
    /// Epochs without a lower validation loss before training ends, 0–1000; 0 never ends early.
    pub patience: usize,
    /// Weigh classes so that a rare one counts as much as a common one.
    pub balance_classes: bool,
    /// Seed of the split, the first weights, the batch order and dropout.
    pub seed: u32,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        Self {
            epochs: 50,
            batch_size: 16,
            learning_rate: 1e-3,
            hidden_units: 128,
            dropout: 0.2,
            validation_fraction: 0.15,
            patience: 10,
            balance_classes: true,
            seed: 1,
        }
    }
}

impl TrainingSettings {
    /// Checks every limit.
    ///
    /// # Errors
    /// [`Error::InvalidSettings`] that names the first setting out of its limits, and the limits.
    pub fn validate(&self) -> Result<()> {
        let limits = [
            ("epochs", self.epochs as f64, 1.0, 1000.0),
            ("batchSize", self.batch_size as f64, 1.0, 512.0),
            ("learningRate", self.learning_rate, 1e-9, 1.0),
            ("hiddenUnits", self.hidden_units as f64, 1.0, 4096.0),
            ("dropout", self.dropout, 0.0, 0.95),
            ("validationFraction", self.validation_fraction, 0.0, 0.5),
            ("patience", self.patience as f64, 0.0, 1000.0),
        ];
        let outside = |&(_, value, least, most): &(_, f64, f64, f64)| !(least..=most).contains(&value);
        match limits.into_iter().find(outside) {
            None => Ok(()),
            Some((name, value, least, most)) => {
                Err(Error::InvalidSettings { detail: format!("{name} is {value}, but must be from {least} to {most}") })
            }
        }
    }
}
