//! How good predictions are: the confusion table, what is read off it, and how sure that is.

mod confusion;
mod interval;

pub use confusion::{Confusion, Metrics};
pub use interval::wilson;

/// Index of the highest value: what a row of logits or probabilities predicts; the first of equals, 0 for an empty row.
pub fn argmax(values: &[f32]) -> usize {
    let higher = |best: usize, i: usize| if values[i] > values[best] { i } else { best };
    (1..values.len()).fold(0, higher)
}
