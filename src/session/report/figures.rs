//! The figures of a report, out of the logits of its pictures.

use super::messages::{Calibrated, ClassReport, MeasuredOn, PicturePrediction, Report};
use crate::eval::{
    Confusion, Metrics, argmax, calibration_error, confidence, log_loss, loss, softmax, top_k_accuracy, wilson,
};

/// Most classes that a prediction may name to be right.
const MOST_NAMED: usize = 5;

/// A picture that was judged.
pub(super) struct Judged {
    pub(super) picture: u32,
    /// Index of its class among the logits.
    pub(super) actual: usize,
    pub(super) logits: Vec<f32>,
}

/// Rows of probabilities with their classes.
struct Probabilities(Vec<(Vec<f64>, usize)>);

impl Probabilities {
    fn of(judged: &[Judged], temperature: f64) -> Self {
        Self(judged.iter().map(|each| (softmax(&each.logits, temperature), each.actual)).collect())
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

/// The report on pictures that were judged by a classifier of these classes.
pub(super) fn report(on: MeasuredOn, class_ids: &[u32], judged: &[Judged], temperature: Option<f64>) -> Report {
    let probabilities = Probabilities::of(judged, 1.0);
    let pairs = probabilities.rows().map(|(row, actual)| (actual, argmax(row)));
    let confusion = Confusion::from_pairs(class_ids.len(), pairs);
    let named = class_ids.len().min(MOST_NAMED);
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
        calibrated: temperature.map(|temperature| calibrated(judged, temperature)),
        predictions: judged
            .iter()
            .zip(probabilities.rows())
            .map(|(each, (row, _))| prediction(class_ids, each, row))
            .collect(),
    }
}

fn calibrated(judged: &[Judged], temperature: f64) -> Calibrated {
    let softened = Probabilities::of(judged, temperature);
    Calibrated { temperature, log_loss: softened.log_loss(), calibration_error: softened.calibration_error() }
}

fn class_report((&class_id, metrics): (&u32, Metrics)) -> ClassReport {
    let Metrics { precision, recall, f1, support, predicted } = metrics;
    ClassReport { class_id, support, predicted, precision, recall, f1 }
}

fn prediction(class_ids: &[u32], judged: &Judged, probabilities: &[f64]) -> PicturePrediction {
    let best = argmax(probabilities);
    PicturePrediction {
        picture_id: judged.picture,
        class_id: class_ids[judged.actual],
        predicted_id: class_ids[best],
        confidence: probabilities[best],
        self_confidence: probabilities[judged.actual],
        loss: loss(probabilities, judged.actual),
    }
}
