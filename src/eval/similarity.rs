//! How alike two pictures are to the network.

use std::ops::Range;

use pupil_kernels::Dense;

/// The cosine of the angle between two vectors, −1 to 1; 0 if one is all zeros. Of a vector with itself it is exactly 1: the root
/// of a square is exact where a square of roots is not.
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let norms = (f64::from(dot(a, a)) * f64::from(dot(b, b))).sqrt();
    if norms == 0.0 { 0.0 } else { f64::from(dot(a, b)) / norms }
}

/// Vectors that are multiplied with all later ones together: eight panels of the kernel, which stay in a processor's cache.
const BLOCK: usize = 64;
/// Later vectors whose products with a block are looked at together.
const TILE: usize = 256;
/// More than a product of unit vectors in another order of its sums differs from [`cosine`], in single precision.
const ROUNDING: f32 = 1e-3;

/// Pairs of vectors of one length whose [`cosine`] is at least `min`: of each in `range` with all that come after it, and the
/// cosine. `norms` are the vectors' lengths. A range at a time leaves time for other work.
pub fn alike(vectors: &[&[f32]], norms: &[f32], range: Range<usize>, min: f64) -> Vec<(usize, usize, f64)> {
    let mut found = Vec::new();
    let mut products = Vec::new();
    for first in range.clone().step_by(BLOCK) {
        let block = first..range.end.min(first + BLOCK);
        let dense = packed(&vectors[block.clone()]);
        for later in (first + 1..vectors.len()).step_by(TILE) {
            let later = later..vectors.len().min(later + TILE);
            products.resize(later.len() * block.len(), 0.0);
            dense.run_rows(&vectors[later.clone()], &mut products);
            for (b, row) in later.zip(products.chunks_exact(block.len())) {
                let near = |a: usize, product: f32| a < b && product >= (min as f32 - ROUNDING) * norms[a] * norms[b];
                let pairs = block.clone().zip(row).filter(|&(a, &product)| near(a, product));
                found.extend(pairs.map(|(a, _)| (a, b, cosine(vectors[a], vectors[b]))));
            }
        }
    }
    found.retain(|&(_, _, similarity)| similarity >= min);
    found.sort_by_key(|&(a, b, _)| (a, b));
    found
}

/// Some vectors as weights of the kernel, one an output.
fn packed(vectors: &[&[f32]]) -> Dense {
    Dense::pack(&vectors.concat(), &vec![0.0; vectors.len()], vectors[0].len(), [1, 1])
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
