//! The gradients of a convolution with a kernel for each channel.

use crate::matrix::transposed;
use crate::window::Window;

/// Channels that go through all pixels together: the numbers of their taps stay in a processor's first cache.
const CHANNELS: usize = 64;

/// Adds the gradient of the maps, of `channels` channels, from that of the outputs, to `input`.
pub(crate) fn of_input(window: &Window, channels: usize, weight: &[f32], gradient: &[f32], input: &mut [f32]) {
    let weight = transposed(weight, window.kernel[0] * window.kernel[1]);
    each(window, channels, gradient.len(), |tap, from, to, run| {
        let products = gradient[to..][..run].iter().zip(&weight[tap..][..run]);
        input[from..][..run].iter_mut().zip(products).for_each(|(sum, (x, weight))| *sum += x * weight);
    });
}

/// The gradient of the weight, `[channels, 1, height, width]`.
pub(crate) fn of_weight(window: &Window, channels: usize, input: &[f32], gradient: &[f32]) -> Vec<f32> {
    let mut sums = vec![0.0; window.kernel[0] * window.kernel[1] * channels];
    each(window, channels, gradient.len(), |tap, from, to, run| {
        let products = gradient[to..][..run].iter().zip(&input[from..][..run]);
        sums[tap..][..run].iter_mut().zip(products).for_each(|(sum, (x, input))| *sum += x * input);
    });
    transposed(&sums, channels)
}

/// Calls `with` for each tap of each window, for some channels at a time: where they begin in the taps, `[taps, channels]`, in the
/// maps and in the outputs, of which there are `length` numbers, and how many they are.
fn each(window: &Window, channels: usize, length: usize, mut with: impl FnMut(usize, usize, usize, usize)) {
    let [height, width] = window.input;
    for first in (0..channels).step_by(CHANNELS) {
        let run = CHANNELS.min(channels - first);
        for pixel in 0..length / channels {
            let (map, at) = (pixel / window.outputs(), pixel % window.outputs());
            let (vertical, top) = window.taps(0, at / window.output[1]);
            let (horizontal, left) = window.taps(1, at % window.output[1]);
            for (line, y) in vertical.enumerate() {
                let row = (map * height + top + line) * width + left;
                for (column, x) in horizontal.clone().enumerate() {
                    let tap = (y * window.kernel[1] + x) * channels + first;
                    with(tap, (row + column) * channels + first, pixel * channels + first, run);
                }
            }
        }
    }
}
