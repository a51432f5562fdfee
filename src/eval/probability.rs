//! Probabilities out of logits, and scikit-learn's measures of them.

/// The minimum that a true class's probability counts as: scikit-learn clips at the double's machine epsilon.
const MIN_PROBABILITY: f64 = f64::EPSILON;

/// The probability of each class for a row of logits, softened by `temperature` (above 0; 1 leaves them as they are). They
/// sum to 1.
pub fn softmax(logits: &[f32], temperature: f64) -> Vec<f64> {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f64> = logits.iter().map(|&logit| (f64::from(logit - highest) / temperature).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// The loss of one prediction: the negative logarithm of the true class's probability.
pub fn loss(probabilities: &[f64], actual: usize) -> f64 {
    -probabilities[actual].clamp(MIN_PROBABILITY, 1.0 - MIN_PROBABILITY).ln()
}

/// The mean [`loss`] over rows of probabilities and their true classes (scikit-learn's `log_loss`); 0 of nothing.
pub fn log_loss<'a>(rows: impl IntoIterator<Item = (&'a [f64], usize)>) -> f64 {
    mean(rows.into_iter().map(|(probabilities, actual)| loss(probabilities, actual)))
}

/// The share of rows whose true class is among the `k` most probable (scikit-learn's `top_k_accuracy_score`; of equals the
/// later one counts as the more probable, as there); 0 of nothing.
pub fn top_k_accuracy<'a>(k: usize, rows: impl IntoIterator<Item = (&'a [f64], usize)>) -> f64 {
    mean(rows.into_iter().map(|(probabilities, actual)| f64::from(u8::from(rank(probabilities, actual) < k))))
}

/// How many classes are more probable than `actual`.
fn rank(probabilities: &[f64], actual: usize) -> usize {
    let before =
        |&(class, &p): &(usize, &f64)| p > probabilities[actual] || (p == probabilities[actual] && class > actual);
    probabilities.iter().enumerate().filter(before).count()
}

/// 0 of nothing.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count == 0.0 { 0.0 } else { sum / count }
}
