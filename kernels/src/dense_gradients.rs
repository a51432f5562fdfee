//! The gradients of a convolution that mixes all channels: products of gradients, windows and weights.

use std::borrow::Cow;
use std::ops::Range;

use crate::matrix::{by_columns, transposed};
use crate::patches::Patches;

/// Outputs that are multiplied together, so that their windows stay in a processor's second cache.
const PIXELS: usize = 512;

/// Adds the gradient of the maps that `patches` are over, from that of the outputs, to `input`.
pub(crate) fn of_input(patches: &Patches, weight: &[f32], outputs: usize, gradient: &[f32], input: &mut [f32]) {
    let taps = patches.length() / patches.channels;
    let weight = by_columns(&each_transposed(weight, patches.length(), taps), patches.length());
    if patches.are_pixels() {
        return weight.add_to(gradient, input);
    }
    let mut windows = Vec::new();
    for rows in blocks(patches, gradient.len() / outputs) {
        let gradient = of_rows(patches, &rows, gradient, outputs);
        windows.clear();
        windows.resize(gradient.len() / outputs * patches.length(), 0.0);
        weight.add_to(gradient, &mut windows);
        patches.scatter(&windows, rows, input);
    }
}

/// The gradient of the weight, `[out, in, height, width]`.
pub(crate) fn of_weight(patches: &Patches, outputs: usize, input: &[f32], gradient: &[f32]) -> Vec<f32> {
    let mut sum = vec![0.0; outputs * patches.length()];
    let mut windows = Vec::new();
    for rows in blocks(patches, gradient.len() / outputs) {
        let gradient = transposed(of_rows(patches, &rows, gradient, outputs), outputs);
        let windows = if patches.are_pixels() {
            of_rows(patches, &rows, input, patches.channels)
        } else {
            patches.gather(input, rows, &mut windows);
            &windows
        };
        by_columns(windows, patches.length()).add_to(&gradient, &mut sum);
    }
    each_transposed(&sum, patches.length(), patches.channels).into_owned()
}

/// Each `length` numbers transposed, as rows of `width`.
fn each_transposed(numbers: &[f32], length: usize, width: usize) -> Cow<'_, [f32]> {
    if width == 1 || width == length {
        return Cow::Borrowed(numbers);
    }
    numbers.chunks_exact(length).map(|kernel| transposed(kernel, width)).collect::<Vec<_>>().concat().into()
}

/// Rows of outputs, of `pixels` outputs in all.
fn blocks(patches: &Patches, pixels: usize) -> impl Iterator<Item = Range<usize>> {
    let width = patches.window.output[1];
    let (rows, each) = (pixels / width, (PIXELS / width).max(1));
    (0..rows).step_by(each).map(move |first| first..rows.min(first + each))
}

/// What `maps` have for `rows` of outputs.
fn of_rows<'m>(patches: &Patches, rows: &Range<usize>, maps: &'m [f32], channels: usize) -> &'m [f32] {
    let row = patches.window.output[1] * channels;
    &maps[rows.start * row..rows.end * row]
}
