//! Which labels are likely wrong.

/// Of rows of out-of-fold probabilities with their labels, the indices of those whose label is likely wrong, the least
/// confident first: confident learning (Northcutt et al. 2021, arXiv:1911.00068, equations 1 and 2). A class is certain of a
/// picture if its probability is at least the mean of its probabilities for the pictures with its label; a picture of which another
/// class than its own is certain, and the most probable of those that are, is likely mislabelled.
pub fn likely_wrong(rows: &[(&[f64], usize)]) -> Vec<usize> {
    let thresholds = thresholds(rows);
    let mut wrong: Vec<usize> = (0..rows.len())
        .filter(|&i| confident_class(rows[i].0, &thresholds).is_some_and(|class| class != rows[i].1))
        .collect();
    wrong.sort_by(|&a, &b| self_confidence(rows[a]).total_cmp(&self_confidence(rows[b])));
    wrong
}

fn self_confidence((probabilities, label): (&[f64], usize)) -> f64 {
    probabilities[label]
}

/// The mean self-confidence of each class; out of reach for a class without pictures.
fn thresholds(rows: &[(&[f64], usize)]) -> Vec<f64> {
    let classes = rows.first().map_or(0, |(probabilities, _)| probabilities.len());
    let mean = |class: usize| {
        let own: Vec<f64> = rows.iter().filter(|row| row.1 == class).map(|&row| self_confidence(row)).collect();
        if own.is_empty() { f64::INFINITY } else { own.iter().sum::<f64>() / own.len() as f64 }
    };
    (0..classes).map(mean).collect()
}

/// The most probable of the classes that are certain.
fn confident_class(probabilities: &[f64], thresholds: &[f64]) -> Option<usize> {
    let certain = (0..probabilities.len()).filter(|&class| probabilities[class] >= thresholds[class]);
    certain.max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
}
