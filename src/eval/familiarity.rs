//! "None of these": whether a picture is like anything that was taught.
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
//! Neighbours are no better than means, and would have to be kept with the model. `tests/none_of_these.rs` repeats the first row.

use serde::{Deserialize, Serialize};

use super::{cosine, mean_direction, quantile};

/// The share of held-out pictures that are taken for none of the classes though they belong to one.
const MISSED: f64 = 0.05;

/// What is familiar: the direction of each class, and how near is near enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Familiarity {
    centres: Vec<Vec<f32>>,
    /// In single precision, which survives being written as JSON.
    threshold: f32,
}

impl Familiarity {
    /// From the hidden layers of training pictures, each with its class below `classes`, and those of held-out pictures, of
    /// which 95 % count as familiar. None if one of the two is empty.
    pub fn fit(classes: usize, training: &[(&[f32], usize)], held_out: &[&[f32]]) -> Option<Self> {
        let width = training.first()?.0.len();
        let of = |class: usize| training.iter().filter(move |each| each.1 == class).map(|each| each.0);
        let centres = (0..classes).map(|class| mean_direction(of(class), width)).collect();
        let unlimited = Self { centres, threshold: f32::NEG_INFINITY };
        let scores: Vec<f64> = held_out.iter().map(|hidden| unlimited.score(hidden, 0..classes)).collect();
        Some(Self { threshold: quantile(&scores, MISSED)? as f32, ..unlimited })
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
