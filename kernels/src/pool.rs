//! Pools.

use crate::window::Window;

/// The largest number of each window; zeros of the padding do not count.
///
/// # Panics
/// If a length does not fit the window.
pub fn max_pool(window: &Window, channels: usize, input: &[f32], output: &mut [f32]) {
    pool(window, channels, input, output, f32::NEG_INFINITY, |pool, x| *pool = if x > *pool { x } else { *pool });
}

/// The mean of each window; zeros of the padding count (`count_include_pad`, PyTorch's default).
///
/// # Panics
/// If a length does not fit the window.
pub fn avg_pool(window: &Window, channels: usize, input: &[f32], output: &mut [f32]) {
    pool(window, channels, input, output, 0.0, |pool, x| *pool += x);
    let share = 1.0 / (window.kernel[0] * window.kernel[1]) as f32;
    output.iter_mut().for_each(|sum| *sum *= share);
}

/// The mean of each channel over the whole map, `[channels]`.
///
/// # Panics
/// If the map is empty or has no whole pixels.
pub fn global_mean(channels: usize, input: &[f32], output: &mut [f32]) {
    assert!(!input.is_empty() && input.len().is_multiple_of(channels), "whole pixels");
    assert_eq!(output.len(), channels, "an output for each channel");
    output.fill(0.0);
    for pixel in input.chunks_exact(channels) {
        output.iter_mut().zip(pixel).for_each(|(sum, x)| *sum += x);
    }
    let share = 1.0 / (input.len() / channels) as f32;
    output.iter_mut().for_each(|sum| *sum *= share);
}

fn pool(
    window: &Window,
    channels: usize,
    input: &[f32],
    output: &mut [f32],
    start: f32,
    fold: impl Fn(&mut f32, f32) + Copy,
) {
    assert_eq!(input.len(), window.inputs() * channels, "an input for each pixel and channel");
    assert_eq!(output.len(), window.outputs() * channels, "an output for each window and channel");
    output.fill(start);
    for (at, pool) in output.chunks_exact_mut(channels).enumerate() {
        let [(rows, top), (columns, left)] =
            [(0, at / window.output[1]), (1, at % window.output[1])].map(|(axis, at)| window.taps(axis, at));
        for y in top..top + rows.len() {
            let row = &input[(y * window.input[1] + left) * channels..][..columns.len() * channels];
            for pixel in row.chunks_exact(channels) {
                pool.iter_mut().zip(pixel).for_each(|(pool, x)| fold(pool, *x));
            }
        }
    }
}
