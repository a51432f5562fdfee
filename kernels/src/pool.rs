//! Pools.

use crate::window::Window;

/// The largest number of each window; zeros of the padding do not count.
///
/// # Panics
/// If a length does not fit the window.
pub fn max_pool(window: &Window, channels: usize, input: &[f32], output: &mut [f32]) {
    pool(window, channels, input, output, f32::NEG_INFINITY, |pool, x| *pool = if x > *pool { x } else { *pool });
}

/// Adds the gradient of each of [`max_pool`]'s outputs to that of the input that it is: the first of the window's largest.
///
/// # Panics
/// If a length does not fit the window.
pub fn max_pool_gradient(window: &Window, channels: usize, [input, output, gradient]: [&[f32]; 3], sums: &mut [f32]) {
    assert_eq!(
        [input.len(), sums.len()],
        [window.inputs() * channels; 2],
        "an input and its gradient for each channel"
    );
    assert_eq!(
        [output.len(), gradient.len()],
        [window.outputs() * channels; 2],
        "an output for each window and channel"
    );
    let mut left = vec![0.0; channels];
    for (at, (output, gradient)) in output.chunks_exact(channels).zip(gradient.chunks_exact(channels)).enumerate() {
        left.copy_from_slice(gradient);
        for pixel in pixels(window, at) {
            let pixel = pixel * channels..(pixel + 1) * channels;
            let (sums, input) = (&mut sums[pixel.clone()], &input[pixel]);
            for (((sum, left), x), largest) in sums.iter_mut().zip(&mut left).zip(input).zip(output) {
                let here = if x == largest { *left } else { 0.0 };
                *sum += here;
                *left -= here;
            }
        }
    }
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
        for pixel in pixels(window, at) {
            let pixel = &input[pixel * channels..][..channels];
            pool.iter_mut().zip(pixel).for_each(|(pool, x)| fold(pool, *x));
        }
    }
}

/// The pixels of the map under window number `at`.
fn pixels(window: &Window, at: usize) -> impl Iterator<Item = usize> {
    let [(rows, top), (columns, left)] =
        [(0, at / window.output[1]), (1, at % window.output[1])].map(|(axis, at)| window.taps(axis, at));
    let width = window.input[1];
    (top..top + rows.len()).flat_map(move |y| (0..columns.len()).map(move |x| y * width + left + x))
}
