//! Calibration: whether predictions with 80 % confidence are right in 80 of 100 cases, and the temperature that makes it so.

use super::argmax;
use super::probability::{log_loss, loss, softmax};

/// How many bins of confidence the calibration error counts in, as its paper does.
const BINS: usize = 15;

/// The range of temperatures: beyond it a prediction is all but certain, or all but uniform.
const TEMPERATURES: (f64, f64) = (0.05, 20.0);

/// The highest temperature that [`fit_smoothed_temperature`] finds.
const MAX_SMOOTHED: f64 = 5000.0;

/// Steps of the search, each of which leaves 62 % of the interval: enough for six digits.
const STEPS: usize = 32;

/// The expected calibration error of predictions, each the confidence in the most probable class (0–1) and whether that was
/// right: the mean over 15 equal bins of confidence, weighted by their predictions, of |accuracy − mean confidence| (Guo et
/// al. 2017, arXiv:1706.04599, equation 3); 0 of nothing.
pub fn calibration_error(predictions: impl IntoIterator<Item = (f64, bool)>) -> f64 {
    let mut gaps = [0.0; BINS];
    let mut count = 0.0;
    for (confidence, right) in predictions {
        gaps[bin(confidence)] += f64::from(u8::from(right)) - confidence;
        count += 1.0;
    }
    let gap: f64 = gaps.iter().map(|gap| gap.abs()).sum();
    if count == 0.0 { 0.0 } else { gap / count }
}

/// Bins are open at the left, closed at the right.
fn bin(confidence: f64) -> usize {
    ((confidence * BINS as f64).ceil() as usize).clamp(1, BINS) - 1
}

/// The temperature at which rows of logits, each with its true class, have the lowest log loss (Guo et al. 2017, section
/// 4.2), between 0.05 and 20; 1 of nothing. It changes how sure predictions are, never which class is the most probable.
///
/// The loss is convex in 1 / T, so over log T it falls and then rises: a golden-section search (Kiefer 1953) finds the end.
pub fn fit_temperature(rows: &[(&[f32], usize)]) -> f64 {
    if rows.is_empty() {
        return 1.0;
    }
    let mean_loss = |logarithm: f64| {
        let softened: Vec<_> = rows.iter().map(|(row, actual)| (softmax(row, logarithm.exp()), *actual)).collect();
        log_loss(softened.iter().map(|(row, actual)| (row.as_slice(), *actual)))
    };
    golden_section(TEMPERATURES.0.ln(), TEMPERATURES.1.ln(), mean_loss).exp()
}

/// The temperature with the lowest log loss against smoothed targets, of which 1 / (rows + 2) is spread over all classes (as in Platt
/// 1999, "Probabilistic Outputs for Support Vector Machines"): a few rows that are all right do not make it vanish. Between 0.05 and
/// 5000; 1 of nothing.
pub fn fit_smoothed_temperature(rows: &[(&[f32], usize)]) -> f64 {
    let spread = 1.0 / (rows.len() as f64 + 2.0);
    let loss_of = |probabilities: &[f64], actual: usize| {
        let each = spread / probabilities.len() as f64;
        let of_others: f64 = (0..probabilities.len()).map(|class| each * loss(probabilities, class)).sum();
        (1.0 - spread) * loss(probabilities, actual) + of_others
    };
    let total =
        |logarithm: f64| rows.iter().map(|(row, actual)| loss_of(&softmax(row, logarithm.exp()), *actual)).sum::<f64>();
    if rows.is_empty() { 1.0 } else { golden_section(TEMPERATURES.0.ln(), MAX_SMOOTHED.ln(), total).exp() }
}

fn golden_section(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> f64 {
    let share = (5f64.sqrt() - 1.0) / 2.0;
    let inner = |low: f64, high: f64| (high - share * (high - low), low + share * (high - low));
    let (mut left, mut right) = inner(low, high);
    let (mut at_left, mut at_right) = (value(left), value(right));
    for _ in 0..STEPS {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = inner(low, high).0;
            at_left = value(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = inner(low, high).1;
            at_right = value(right);
        }
    }
    (low + high) / 2.0
}

/// The confidence and correctness that [`calibration_error`] counts, of one row of probabilities.
pub fn confidence(probabilities: &[f64], actual: usize) -> (f64, bool) {
    let best = argmax(probabilities);
    (probabilities.get(best).copied().unwrap_or(0.0), best == actual)
}
