//! Products of matrices, row by row.

use crate::dense::Dense;

/// Rows and columns that are transposed together.
const TILE: usize = 32;

/// The product of each row of `a` with each row of `b`, all rows `width` numbers long: `a · bᵀ`, row by row.
///
/// # Panics
/// If a length is no multiple of `width`.
pub fn products(a: &[f32], b: &[f32], width: usize) -> Vec<f32> {
    let mut sum = vec![0.0; a.len() / width * (b.len() / width)];
    add_products(&mut sum, a, b, width);
    sum
}

/// Rows of `width` numbers as `width` rows.
pub fn transposed(rows: &[f32], width: usize) -> Vec<f32> {
    let mut columns = vec![0.0; rows.len()];
    let count = rows.len() / width.max(1);
    // Tile by tile: what is read and what is written stays in a processor's first cache.
    for first in (0..count).step_by(TILE) {
        for start in (0..width).step_by(TILE) {
            for row in first..count.min(first + TILE) {
                for column in start..width.min(start + TILE) {
                    columns[column * count + row] = rows[row * width + column];
                }
            }
        }
    }
    columns
}

/// Adds `a · bᵀ` to `sum`, row by row.
pub(crate) fn add_products(sum: &mut [f32], a: &[f32], b: &[f32], width: usize) {
    let outputs = b.len() / width;
    if a.is_empty() || outputs == 0 {
        return;
    }
    Dense::pack(b, &vec![0.0; outputs], width, [1, 1]).add_to(a, sum);
}
