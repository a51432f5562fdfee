//! How good predictions are: the confusion matrix, figures of it and their confidence; calibration of probabilities, similarity of
//! pictures, and which pictures belong to none of the classes.

mod calibration;
mod confusion;
mod familiarity;
mod interval;
mod labels;
mod mcnemar;
mod probability;
mod ranking;
mod similarity;

pub use calibration::{calibration_error, confidence, fit_smoothed_temperature, fit_temperature};
pub use confusion::{Confusion, Means, Metrics};
pub use familiarity::Familiarity;
pub use interval::wilson;
pub use labels::likely_wrong;
pub use mcnemar::mcnemar;
pub use probability::{log_loss, loss, softmax, top_k_accuracy};
pub use ranking::{auroc, quantile};
pub use similarity::{alike, cosine, mean_direction};

/// Index of the highest value: what a row of logits or probabilities predicts; the first of equals, 0 for an empty row.
pub fn argmax<T: PartialOrd>(values: &[T]) -> usize {
    let higher = |best: usize, i: usize| if values[i] > values[best] { i } else { best };
    (1..values.len()).fold(0, higher)
}
