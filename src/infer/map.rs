//! Feature maps and the memory that they live in.

/// A feature map of one picture, channels last.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Height and width.
    pub size: [usize; 2],
    /// Numbers a pixel.
    pub channels: usize,
    /// Row-major `[height, width, channels]`.
    pub values: Vec<f32>,
}

/// Memory of maps that are done with, for the maps to come.
#[derive(Default)]
pub(super) struct Memory {
    spare: Vec<Vec<f32>>,
    /// For what a kernel needs inside.
    pub(super) scratch: [Vec<f32>; 3],
}

impl Memory {
    /// A map of any numbers.
    pub(super) fn map(&mut self, size: [usize; 2], channels: usize) -> Map {
        let mut values = self.spare.pop().unwrap_or_default();
        values.resize(size[0] * size[1] * channels, 0.0);
        Map { size, channels, values }
    }

    /// Takes back what is done with.
    pub(super) fn reuse(&mut self, map: Map) {
        self.spare.push(map.values);
    }
}

/// Row-major `[channels, pixels]` → `[pixels, channels]`.
pub fn channels_last(values: &[f32], channels: usize) -> Vec<f32> {
    transposed(values, channels)
}

/// Row-major `[pixels, channels]` → `[channels, pixels]`.
pub fn channels_first(values: &[f32], channels: usize) -> Vec<f32> {
    transposed(values, values.len() / channels)
}

/// A matrix of `rows` rows, turned over.
fn transposed(values: &[f32], rows: usize) -> Vec<f32> {
    let columns = values.len() / rows;
    let mut turned = Vec::with_capacity(values.len());
    for column in 0..columns {
        turned.extend((0..rows).map(|row| values[row * columns + column]));
    }
    turned
}
