//! What a report holds.

use serde::{Deserialize, Serialize};

use crate::eval::Means;

/// On which pictures the model in use is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ReportOn {
    /// On pictures that the model has not learned from, but by which its best epoch was chosen.
    Validation,
    /// On pictures that were set aside, and had no part in the training.
    Test,
    /// On all pictures, each by a model that learned without its source: only of the instant model.
    OutOfFold,
    /// On the very pictures that it learned from: the figures flatter.
    Training,
}

/// On which pictures a [`Report`] stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum MeasuredOn {
    /// [`ReportOn::Validation`].
    Validation,
    /// [`ReportOn::Test`].
    Test,
    /// [`ReportOn::OutOfFold`].
    OutOfFold,
    /// [`ReportOn::Training`].
    Training,
    /// On every picture that is trained on, each by a head that learned without its source.
    CrossValidation,
}

impl From<ReportOn> for MeasuredOn {
    fn from(on: ReportOn) -> Self {
        match on {
            ReportOn::Validation => Self::Validation,
            ReportOn::Test => Self::Test,
            ReportOn::OutOfFold => Self::OutOfFold,
            ReportOn::Training => Self::Training,
        }
    }
}

/// Measures of one class.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassReport {
    /// Which.
    pub class_id: u32,
    /// How many pictures of it were predicted. At 0, recall and F1 say nothing: they are 0 by rule.
    pub support: u32,
    /// How many pictures were predicted to be this class. At 0, precision says nothing: it is 0 by rule.
    pub predicted: u32,
    /// Of what was predicted to be this class, the share that was.
    pub precision: f64,
    /// Of what is this class, the share that was predicted to be.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// What probabilities are worth once they are softened by a temperature.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Calibrated {
    /// Fitted on the validation pictures.
    pub temperature: f64,
    /// Of the softened probabilities.
    pub log_loss: f64,
    /// Of the softened probabilities.
    pub calibration_error: f64,
}

/// The prediction of one picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PicturePrediction {
    /// Which.
    pub picture_id: u32,
    /// The class it is in.
    pub class_id: u32,
    /// The class that was predicted.
    pub predicted_id: u32,
    /// Probability of the class that was predicted.
    pub confidence: f64,
    /// Probability of the class it is in.
    pub self_confidence: f64,
    /// The negative logarithm of that.
    pub loss: f64,
}

/// How good a model is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// On which pictures.
    pub measured_on: MeasuredOn,
    /// How many; at 0 every figure is 0.
    pub pictures: u32,
    /// Share that was right.
    pub accuracy: f64,
    /// Its 95 % Wilson interval.
    pub accuracy_interval: (f64, f64),
    /// Order of rows and columns.
    pub class_ids: Vec<u32>,
    /// `confusion[actual][predicted]`, counts.
    pub confusion: Vec<Vec<u32>>,
    /// The same, each row divided by its sum.
    pub confusion_shares: Vec<Vec<f64>>,
    /// One a class.
    pub classes: Vec<ClassReport>,
    /// Each class counts the same.
    pub macro_mean: Means,
    /// Each picture counts the same.
    pub weighted_mean: Means,
    /// Share whose class is among the one, two, … five most probable; as many as there are classes to choose from.
    pub top_accuracies: Vec<f64>,
    /// Mean loss.
    pub log_loss: f64,
    /// Expected calibration error.
    pub calibration_error: f64,
    /// The two with a fitted temperature; none where nothing was held out to fit it on.
    pub calibrated: Option<Calibrated>,
    /// The prediction of each picture, in the order of their ids.
    pub predictions: Vec<PicturePrediction>,
}
