//! "None of these": out-of-distribution detection.
//!
//! The score is the cosine between the head's hidden layer and the mean direction of that layer over a class's training
//! pictures, the largest over the classes. On a set of 600 hand signs, each of the ten classes left out in turn, three
//! splits each, the mean AUROC of held-out pictures against the class left out was, in a PyTorch run:
//!
//! | score | mean | worst class |
//! |---|---|---|
//! | **hidden layer, cosine to the nearest class mean** | 0.884 | 0.776 |
//! | hidden layer, cosine to the tenth nearest picture | 0.887 | 0.743 |
//! | relative Mahalanobis distance of embeddings (Ren et al. 2021) | 0.748 | 0.391 |
//! | highest probability (Hendrycks & Gimpel 2017) | 0.720 | 0.441 |
//! | energy (Liu et al. 2020, arXiv:2010.03759) | 0.690 | 0.396 |
//! | embedding, cosine to the nearest picture | 0.674 | 0.455 |
//!
//! Neighbours are no better than means, and would have to be saved with the model. `tests/none_of_these.rs` repeats the first row.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::{cosine, mean_direction, quantile};

/// The share of held-out pictures that are wrongly taken for none of the classes.
const MISSED: f64 = 0.05;

/// What is in distribution: the direction of each class, and how near is near enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Familiarity {
    centres: Vec<Vec<f32>>,
    /// In single precision, which survives being written as JSON.
    threshold: f32,
}

impl Familiarity {
    /// From the hidden layers of training pictures, each with its class below `classes`, and those of held-out pictures: of
    /// new ones like them, 95 % count as familiar. None if one of the two is empty.
    pub fn fit(classes: usize, training: &[(&[f32], usize)], held_out: &[&[f32]]) -> Option<Self> {
        let width = training.first()?.0.len();
        let of = |class: usize| training.iter().filter(move |each| each.1 == class).map(|each| each.0);
        let centres = (0..classes).map(|class| mean_direction(of(class), width)).collect();
        let unlimited = Self { centres, threshold: f32::NEG_INFINITY };
        let scores: Vec<f64> = held_out.iter().map(|hidden| unlimited.score(hidden, 0..classes)).collect();
        Self::of(unlimited.centres, &scores)
    }

    /// From the direction of each class and the scores of held-out pictures; none without scores.
    pub fn of(centres: Vec<Vec<f32>>, scores: &[f64]) -> Option<Self> {
        Some(Self { centres, threshold: threshold(scores)? as f32 })
    }

    /// The direction of each class's hidden layers, of any length.
    pub fn centres(&self) -> &[Vec<f32>] {
        &self.centres
    }

    /// How near is near enough: a cosine.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// Whether none of its numbers is NaN, or infinite where it may not be.
    pub fn is_finite(&self) -> bool {
        !self.threshold.is_nan() && self.centres.iter().flatten().all(|value| value.is_finite())
    }

    /// How near a hidden layer is to the nearest of some classes, −1 to 1; −1 without classes. A class that has no centre
    /// counts as if there were none.
    pub fn score(&self, hidden: &[f32], classes: impl IntoIterator<Item = usize>) -> f64 {
        let near = |class: usize| self.centres.get(class).map(|centre| cosine(hidden, centre));
        classes.into_iter().filter_map(near).fold(-1.0, f64::max)
    }

    /// Whether it is near enough.
    pub fn knows(&self, hidden: &[f32], classes: impl IntoIterator<Item = usize>) -> bool {
        self.score(hidden, classes) as f32 >= self.threshold
    }
}

/// What 95 % of further scores will reach. Where there are too few for a quantile, the lower one would be missed far more often:
/// then it is the end of a one-sided prediction interval, for angles that spread normally (Whitmore 1986, "Prediction limits
/// for a univariate normal observation").
fn threshold(scores: &[f64]) -> Option<f64> {
    let n = scores.len();
    match T_QUANTILES.get(n.wrapping_sub(2)) {
        _ if n == 1 => Some(-1.0),
        None => quantile(scores, MISSED),
        Some(t) => {
            let angles: Vec<f64> = scores.iter().map(|score| score.clamp(-1.0, 1.0).acos()).collect();
            let mean = angles.iter().sum::<f64>() / n as f64;
            let variance = angles.iter().map(|angle| (angle - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
            let max = mean + t * (variance * (1.0 + 1.0 / n as f64)).sqrt();
            Some(max.min(PI).cos())
        }
    }
}

/// Student's t, the 95 % quantile at 1 to 18 degrees of freedom.
const T_QUANTILES: [f64; 18] = [
    6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746,
    1.740, 1.734,
];
