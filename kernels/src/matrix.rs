//! Products of matrices, row by row.

use crate::dense::Dense;
use crate::tile::PANEL;

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

/// The matrix whose rows of `width` numbers are `rows`, packed so that [`Dense::add_to`] multiplies with it.
pub(crate) fn by_columns(rows: &[f32], width: usize) -> Dense {
    let inputs = rows.len() / width;
    let mut panels = vec![0.0; width.next_multiple_of(PANEL) * (1 + inputs)];
    for (panel, first) in panels.chunks_exact_mut((1 + inputs) * PANEL).zip((0..width).step_by(PANEL)) {
        // The biases, which come first, are zeros.
        let places = panel.as_chunks_mut::<PANEL>().0.iter_mut().skip(1).zip(rows.chunks_exact(width));
        match width - first {
            PANEL.. => places.for_each(|(to, row)| to.copy_from_slice(&row[first..first + PANEL])),
            here => places.for_each(|(to, row)| to[..here].copy_from_slice(&row[first..])),
        }
    }
    Dense { kernel: [1, 1], inputs, outputs: width, panels }
}

/// Adds `a · bᵀ` to `sum`, row by row.
pub(crate) fn add_products(sum: &mut [f32], a: &[f32], b: &[f32], width: usize) {
    let outputs = b.len() / width;
    if a.is_empty() || outputs == 0 {
        return;
    }
    Dense::pack(b, &vec![0.0; outputs], width, [1, 1]).add_to(a, sum);
}
