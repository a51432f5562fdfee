//! The figures of a report, out of the logits of its pictures.

use super::messages::{Calibrated, ClassReport, MeasuredOn, PicturePrediction, Report};
use crate::eval::{
    Confusion, Metrics, argmax, calibration_error, confidence, log_loss, loss, softmax, top_k_accuracy, wilson,
};

/// Most classes that top-k accuracy allows a prediction to name.
const MAX_NAMED: usize = 5;

/// A picture with the model's output.
pub(super) struct Predicted {
    pub(super) picture: u32,
    /// Index of its class among the logits.
    pub(super) actual: usize,
    pub(super) logits: Vec<f32>,
}

/// Rows of probabilities with their classes.
struct Probabilities(Vec<(Vec<f64>, usize)>);

impl Probabilities {
    fn of(predicted: &[Predicted], temperature: f64) -> Self {
        Self(predicted.iter().map(|each| (softmax(&each.logits, temperature), each.actual)).collect())
    }

    fn rows(&self) -> impl Iterator<Item = (&[f64], usize)> {
        self.0.iter().map(|(row, actual)| (row.as_slice(), *actual))
    }

    fn log_loss(&self) -> f64 {
        log_loss(self.rows())
    }

    fn calibration_error(&self) -> f64 {
        calibration_error(self.rows().map(|(row, actual)| confidence(row, actual)))
    }
}

/// The report on pictures that a model of these classes predicted.
pub(super) fn report(on: MeasuredOn, class_ids: &[u32], predicted: &[Predicted], temperature: Option<f64>) -> Report {
    let probabilities = Probabilities::of(predicted, 1.0);
    let pairs = probabilities.rows().map(|(row, actual)| (actual, argmax(row)));
    let confusion = Confusion::from_pairs(class_ids.len(), pairs);
    let named = class_ids.len().min(MAX_NAMED);
    Report {
        measured_on: on,
        pictures: confusion.total(),
        accuracy: confusion.accuracy(),
        accuracy_interval: wilson(confusion.correct(), confusion.total()),
        class_ids: class_ids.to_vec(),
        confusion: confusion.counts().to_vec(),
        confusion_shares: confusion.normalised(),
        classes: class_ids.iter().zip(confusion.per_class()).map(class_report).collect(),
        macro_mean: confusion.macro_mean(),
        weighted_mean: confusion.weighted_mean(),
        top_accuracies: (1..=named).map(|k| top_k_accuracy(k, probabilities.rows())).collect(),
        log_loss: probabilities.log_loss(),
        calibration_error: probabilities.calibration_error(),
        calibrated: temperature.map(|temperature| calibrated(predicted, temperature)),
        predictions: predicted
            .iter()
            .zip(probabilities.rows())
            .map(|(each, (row, _))| prediction(class_ids, each, row))
            .collect(),
    }
}

fn calibrated(predicted: &[Predicted], temperature: f64) -> Calibrated {
    let softened = Probabilities::of(predicted, temperature);
    Calibrated { temperature, log_loss: softened.log_loss(), calibration_error: softened.calibration_error() }
}

fn class_report((&class_id, metrics): (&u32, Metrics)) -> ClassReport {
    let Metrics { precision, recall, f1, support, predicted } = metrics;
    ClassReport { class_id, support, predicted, precision, recall, f1 }
}

fn prediction(class_ids: &[u32], predicted: &Predicted, probabilities: &[f64]) -> PicturePrediction {
    let best = argmax(probabilities);
    PicturePrediction {
        picture_id: predicted.picture,
        class_id: class_ids[predicted.actual],
        predicted_id: class_ids[best],
        confidence: probabilities[best],
        self_confidence: probabilities[predicted.actual],
        loss: loss(probabilities, predicted.actual),
    }
}
