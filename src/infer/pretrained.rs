//! The classifier that a network was published with.

use pupil_kernels::Dense;

use crate::error::Result;
use crate::weights::Weights;

/// How many labels an answer names.
const NAMED: usize = 5;

/// One dense layer on embeddings, and the labels of its outputs.
#[derive(Clone, Debug)]
pub struct PretrainedHead {
    dense: Dense,
    labels: Vec<String>,
}

impl PretrainedHead {
    /// The tensors `classifier.weight` `[labels, features]` and `classifier.bias` `[labels]`.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if one is missing or of another shape.
    pub fn load(weights: &Weights, labels: Vec<String>, features: usize) -> Result<Self> {
        let weight = weights.values("classifier.weight", &[labels.len(), features])?;
        let bias = weights.values("classifier.bias", &[labels.len()])?;
        Ok(Self { dense: Dense::pack(&weight, &bias, features, [1, 1]), labels })
    }

    /// The probability of each label for one embedding.
    pub fn scores(&self, embedding: &[f32]) -> Vec<f32> {
        let mut scores = vec![0.0; self.labels.len()];
        self.dense.run_rows(&[embedding], &mut scores);
        let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        scores.iter_mut().for_each(|score| *score = (*score - highest).exp());
        let sum: f32 = scores.iter().sum();
        scores.iter_mut().for_each(|score| *score /= sum);
        scores
    }

    /// The most probable labels for one embedding, the best first.
    pub fn best(&self, embedding: &[f32]) -> Vec<(&str, f32)> {
        let mut best: Vec<(&str, f32)> = Vec::with_capacity(NAMED + 1);
        for (label, score) in self.labels.iter().zip(self.scores(embedding)) {
            let place = best.iter().filter(|(_, better)| *better >= score).count();
            best.insert(place, (label, score));
            best.truncate(NAMED);
        }
        best
    }
}
