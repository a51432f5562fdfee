//! Cross-entropy with class weights, label smoothing and mixed targets.

use std::ops::Range;

use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData};

use crate::data::class_weights;

/// The targets of a batch: for each picture a share of each class, and how much the picture counts.
pub(super) struct Targets {
    /// Row-major `[batch, classes]`: shares times class weights.
    weighted: Vec<f32>,
    /// The weights of all pictures together.
    total: f32,
    classes: usize,
}

impl Targets {
    /// Each picture is of its class (`rows`), of which label smoothing takes `smoothing` and spreads it over all classes
    /// (Szegedy et al. 2016, arXiv:1512.00567, section 7). `weights`: how much each class counts.
    ///
    /// The loss is PyTorch's `CrossEntropyLoss(weight, label_smoothing)`: weights apply to the shares, and the sum is
    /// divided by the weights of the pictures' classes.
    pub(super) fn new(rows: &[usize], weights: &[f32], smoothing: f32) -> Self {
        let classes = weights.len();
        let share = |class: usize, row: usize| {
            let own = if class == row { 1.0 - smoothing } else { 0.0 };
            own + smoothing / classes as f32
        };
        let weighted = rows.iter().flat_map(|&row| (0..classes).map(move |class| weights[class] * share(class, row)));
        Self { weighted: weighted.collect(), total: rows.iter().map(|&row| weights[row]).sum(), classes }
    }

    /// `share` of these and the rest of `other`: the targets of pictures mixed with these shares.
    pub(super) fn mixed(self, other: &Self, share: f32) -> Self {
        let mix = |(a, b): (f32, &f32)| share * a + (1.0 - share) * b;
        Self {
            weighted: self.weighted.into_iter().zip(&other.weighted).map(mix).collect(),
            total: mix((self.total, &other.total)),
            classes: self.classes,
        }
    }

    /// Those of some of the pictures. Their loss is a summand of the whole batch's.
    pub(super) fn part(&self, pictures: Range<usize>) -> Self {
        let values = pictures.start * self.classes..pictures.end * self.classes;
        Self { weighted: self.weighted[values].to_vec(), ..*self }
    }

    /// The loss `[1]` of logits `[batch, classes]`.
    pub(super) fn loss(self, logits: Tensor<2>, device: &Device) -> Tensor<1> {
        let shape = [self.weighted.len() / self.classes, self.classes];
        let weighted = Tensor::<2>::from_data(TensorData::new(self.weighted, shape), device);
        (log_softmax(logits, 1) * weighted).sum() / -self.total
    }
}

/// How much each class counts: the same, or so that rare classes of `rows` count as much as common ones.
pub(super) fn weights(rows: &[usize], classes: usize, balance: bool) -> Vec<f32> {
    let mut counts = vec![0; classes];
    rows.iter().for_each(|&class| counts[class] += 1);
    if balance { class_weights(&counts) } else { vec![1.0; classes] }
}
