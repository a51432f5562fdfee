//! Loss and accuracy of batches, and their means over an epoch.

use burn::tensor::Tensor;

use crate::error::Result;
use crate::eval::argmax;
use crate::nn::read;

/// Loss and accuracy of one batch, or of an epoch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    pub(super) loss: f64,
    /// How many pictures were right.
    pub(super) correct: usize,
}

impl Measure {
    /// Reads the loss `[1]`, and how many of `rows` are highest in `logits` `[batch, classes]` at their class; one trip to the
    /// device for both.
    pub(super) async fn read(loss: Tensor<1>, logits: Tensor<2>, rows: &[usize]) -> Result<Self> {
        let values = read(Tensor::cat(vec![loss, logits.flatten(0, 1)], 0)).await?;
        let (loss, logits) = (f64::from(values[0]), &values[1..]);
        let classes = logits.len() / rows.len();
        let right = logits.chunks_exact(classes).zip(rows).filter(|(row, class)| argmax(row) == **class);
        Ok(Self { loss, correct: right.count() })
    }
}

/// Means of an epoch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Means {
    pub(super) loss: f32,
    pub(super) accuracy: f32,
}

/// Sums over the batches of an epoch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    loss: f64,
    correct: usize,
    seen: usize,
}

impl Sums {
    /// Adds a batch of `size` pictures.
    pub(super) fn add(&mut self, Measure { loss, correct }: Measure, size: usize) {
        self.loss += loss * size as f64;
        self.correct += correct;
        self.seen += size;
    }

    /// The means so far, which begin anew; none if nothing was added.
    pub(super) fn take(&mut self) -> Option<Means> {
        let Self { loss, correct, seen } = std::mem::take(self);
        let pictures = seen as f64;
        (seen > 0).then(|| Means { loss: (loss / pictures) as f32, accuracy: (correct as f64 / pictures) as f32 })
    }
}
