//! How alike two pictures are to the network.

use std::ops::Range;

/// The cosine of the angle between two vectors, −1 to 1; 0 if one is all zeros. Of a vector with itself it is exactly 1: the root
/// of a square is exact where a square of roots is not.
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let norms = (f64::from(dot(a, a)) * f64::from(dot(b, b))).sqrt();
    if norms == 0.0 { 0.0 } else { f64::from(dot(a, b)) / norms }
}

/// Pairs of vectors whose [`cosine`] is at least `min`: of each in `range` with all that come after it, and the cosine.
/// A range at a time leaves time for other work.
pub fn alike(vectors: &[&[f32]], range: Range<usize>, min: f64) -> Vec<(usize, usize, f64)> {
    let squares: Vec<f64> = vectors.iter().map(|vector| f64::from(dot(vector, vector))).collect();
    let similarity = |a: usize, b: usize| f64::from(dot(vectors[a], vectors[b])) / (squares[a] * squares[b]).sqrt();
    let after = |a: usize| (a + 1..vectors.len()).map(move |b| (a, b, similarity(a, b)));
    range.flat_map(after).filter(|&(_, _, similarity)| similarity >= min).collect()
}

/// Eight sums side by side, for SIMD.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (a, b) = (a.chunks(LANES), b.chunks(LANES));
    for (a, b) in a.zip(b) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (x, y))| *sum += x * y);
    }
    sums.iter().sum()
}

/// The mean direction of some vectors of `width` numbers: each counts with the length 1. All zeros of nothing.
pub fn mean_direction<'a>(vectors: impl IntoIterator<Item = &'a [f32]>, width: usize) -> Vec<f32> {
    let mut sum = vec![0.0; width];
    for vector in vectors {
        let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm > 0.0 {
            sum.iter_mut().zip(vector).for_each(|(sum, x)| *sum += x / norm);
        }
    }
    sum
}
