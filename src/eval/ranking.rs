//! How well a score separates two kinds of pictures, and where to cut.

/// The probability that a picture of the first kind scores higher than one of the second, ties counting half: the area
/// under the ROC curve (scikit-learn's `roc_auc_score`). Half if there is none of a kind.
pub fn auroc(higher: &[f64], lower: &[f64]) -> f64 {
    if higher.is_empty() || lower.is_empty() {
        return 0.5;
    }
    let won =
        |a: f64| -> f64 { lower.iter().map(|&b| if a > b { 1.0 } else { f64::from(u8::from(a == b)) / 2.0 }).sum() };
    higher.iter().map(|&a| won(a)).sum::<f64>() / (higher.len() * lower.len()) as f64
}

/// The value below which `share` (0–1) of the values lie, between two of them where it falls there (NumPy's `quantile`);
/// none of nothing.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len().checked_sub(1)? as f64);
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(below + place.fract() * (above - below))
}
