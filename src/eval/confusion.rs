//! The confusion matrix and scikit-learn's measures of it.

use serde::Serialize;

/// How often each class was predicted as each: `counts[actual][predicted]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion {
    counts: Vec<Vec<u32>>,
}

/// Measures of one class, each 0–1. A measure whose denominator is 0 is 0, as with scikit-learn's `zero_division=0`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Metrics {
    /// Of what was predicted as this class, the share that is.
    pub precision: f64,
    /// Of this class, the share that was predicted so.
    pub recall: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// How many pictures of this class were measured. Of a class without any, recall says nothing.
    pub support: u32,
    /// How many pictures were predicted as this class. Of a class without any, precision says nothing.
    pub predicted: u32,
}

/// Means over the classes, each 0–1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Means {
    /// Mean precision.
    pub precision: f64,
    /// Mean recall.
    pub recall: f64,
    /// Mean F1.
    pub f1: f64,
}

impl Confusion {
    /// Counts pairs of (actual, predicted) class indices, each below `classes`.
    ///
    /// # Panics
    /// If an index is `classes` or more.
    pub fn from_pairs(classes: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut counts = vec![vec![0; classes]; classes];
        for (actual, predicted) in pairs {
            counts[actual][predicted] += 1;
        }
        Self { counts }
    }

    /// `counts()[actual][predicted]`.
    pub fn counts(&self) -> &[Vec<u32>] {
        &self.counts
    }

    /// `counts`, each row divided by its sum: of each class, the shares that were predicted as each (scikit-learn's
    /// `confusion_matrix(normalize="true")`). The row of a class without pictures is 0.
    pub fn normalised(&self) -> Vec<Vec<f64>> {
        let row = |row: &Vec<u32>| row.iter().map(|&count| ratio(count, row.iter().sum())).collect();
        self.counts.iter().map(row).collect()
    }

    /// How many pairs were counted.
    pub fn total(&self) -> u32 {
        self.counts.iter().flatten().sum()
    }

    /// How many were predicted right.
    pub fn correct(&self) -> u32 {
        (0..self.counts.len()).map(|class| self.counts[class][class]).sum()
    }

    /// Share predicted right; 0 if nothing was counted.
    pub fn accuracy(&self) -> f64 {
        ratio(self.correct(), self.total())
    }

    /// The measures of each class.
    pub fn per_class(&self) -> Vec<Metrics> {
        (0..self.counts.len()).map(|class| self.metrics(class)).collect()
    }

    /// The plain mean over the classes that have pictures; 0 if there is none.
    pub fn macro_mean(&self) -> Means {
        self.mean(|metrics| if metrics.support > 0 { 1.0 } else { 0.0 })
    }

    /// The mean over classes weighted by support; 0 if nothing was counted.
    pub fn weighted_mean(&self) -> Means {
        self.mean(|metrics| f64::from(metrics.support))
    }

    fn metrics(&self, class: usize) -> Metrics {
        let hits = self.counts[class][class];
        let support: u32 = self.counts[class].iter().sum();
        let predicted: u32 = self.counts.iter().map(|row| row[class]).sum();
        Metrics {
            precision: ratio(hits, predicted),
            recall: ratio(hits, support),
            f1: ratio(2 * hits, support + predicted),
            support,
            predicted,
        }
    }

    fn mean(&self, weight: impl Fn(&Metrics) -> f64) -> Means {
        let classes = self.per_class();
        let weights: f64 = classes.iter().map(&weight).sum();
        let mean = |measure: fn(&Metrics) -> f64| match weights {
            0.0 => 0.0,
            _ => classes.iter().map(|class| weight(class) * measure(class)).sum::<f64>() / weights,
        };
        Means { precision: mean(|m| m.precision), recall: mean(|m| m.recall), f1: mean(|m| m.f1) }
    }
}

/// A share, 0 of nothing.
fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}
