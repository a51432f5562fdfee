//! The order in which an epoch sees its pictures, and how much each class counts.

use rand::Rng;
use rand::seq::SliceRandom;

/// One epoch's pictures, shuffled by `rng` and split into batches of `batch_size`; the last may be smaller.
///
/// # Panics
/// If `batch_size` is 0.
pub fn batches(ids: &[u32], batch_size: usize, rng: &mut impl Rng) -> Vec<Vec<u32>> {
    let mut shuffled = ids.to_vec();
    shuffled.shuffle(rng);
    shuffled.chunks(batch_size).map(<[u32]>::to_vec).collect()
}

/// A weight for each class's loss so that rare classes count as much as common ones: `pictures / (classes × counts[i])`,
/// scikit-learn's "balanced". A class without pictures weighs nothing.
pub fn class_weights(counts: &[usize]) -> Vec<f32> {
    let share = counts.iter().sum::<usize>() as f32 / counts.len() as f32;
    counts.iter().map(|&count| if count == 0 { 0.0 } else { share / count as f32 }).collect()
}
