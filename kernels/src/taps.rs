//! The row kernels of depthwise convolutions: seven outputs of four channels at once.

use crate::clamp::Clamp;
use crate::lanes::{LANES, Lanes};

/// Outputs that are computed at once.
const AT_ONCE: usize = 7;

/// One row of output.
pub struct Row<'r> {
    /// The padded rows of input, from the top of the window.
    pub rows: &'r [&'r [f32]],
    /// For each four channels the biases, then the weights of each tap.
    pub weights: &'r [f32],
    /// Channels; a multiple of four.
    pub channels: usize,
    /// The activation.
    pub clamp: Clamp,
    /// The row that is written.
    pub output: &'r mut [f32],
}

/// Computes a row with a kernel of this size and stride, if it is one that there is a kernel for.
pub fn row(size: [usize; 2], stride: usize, row: &mut Row) -> bool {
    match (size, stride) {
        ([3, 3], 1) => fixed::<3, 1>(row),
        ([3, 3], 2) => fixed::<3, 2>(row),
        ([5, 5], 1) => fixed::<5, 1>(row),
        ([5, 5], 2) => fixed::<5, 2>(row),
        _ => return false,
    }
    true
}

fn fixed<const SIZE: usize, const STRIDE: usize>(row: &mut Row) {
    let channels = row.channels;
    let width = row.output.len() / channels;
    assert!(channels.is_multiple_of(LANES) && row.output.len() == width * channels, "whole pixels of whole lanes");
    assert_eq!(row.weights.len(), channels * (1 + SIZE * SIZE), "a bias and the taps for each channel");
    let rows: [&[f32]; SIZE] = row.rows.try_into().expect("a row for each tap");
    let needed = ((width.max(1) - 1) * STRIDE + SIZE) * channels;
    assert!(rows.iter().all(|row| row.len() >= needed), "rows reach over the last window");
    let rows = rows.map(<[f32]>::as_ptr);
    let mut x = 0;
    // SAFETY: a block of outputs from x on reads pixels x · STRIDE … (x + count - 1) · STRIDE + SIZE - 1 of each row, which
    // `needed` covers; channel + 4 ≤ channels; weights and output have the lengths checked above.
    unsafe {
        while x + AT_ONCE <= width {
            block::<SIZE, STRIDE, AT_ONCE>(&rows, row, x);
            x += AT_ONCE;
        }
        while x < width {
            block::<SIZE, STRIDE, 1>(&rows, row, x);
            x += 1;
        }
    }
}

/// All channels of `COUNT` outputs from `x` on.
#[inline(always)]
unsafe fn block<const SIZE: usize, const STRIDE: usize, const COUNT: usize>(
    rows: &[*const f32; SIZE],
    row: &mut Row,
    x: usize,
) {
    let channels = row.channels;
    let (min, max) = (Lanes::splat(row.clamp.min), Lanes::splat(row.clamp.max));
    for channel in (0..channels).step_by(LANES) {
        // SAFETY: as `fixed` says.
        unsafe {
            let weights = row.weights.as_ptr().add(channel * (1 + SIZE * SIZE));
            let inputs = rows.map(|row| row.add(x * STRIDE * channels + channel));
            let sums = sums::<SIZE, STRIDE, COUNT>(&inputs, weights, channels);
            let output = row.output.as_mut_ptr().add(x * channels + channel);
            for (i, sum) in sums.into_iter().enumerate() {
                sum.max(min).min(max).store(output.add(i * channels));
            }
        }
    }
}

/// Four channels of `COUNT` outputs. In this order the compiler keeps all sums in registers, and loads an input of several once.
#[inline(always)]
unsafe fn sums<const SIZE: usize, const STRIDE: usize, const COUNT: usize>(
    inputs: &[*const f32; SIZE],
    weights: *const f32,
    channels: usize,
) -> [Lanes; COUNT] {
    // SAFETY: as `fixed` says.
    unsafe {
        let mut sums = [Lanes::load(weights); COUNT];
        for (y, row) in inputs.iter().enumerate() {
            let taps: [Lanes; SIZE] = std::array::from_fn(|x| Lanes::load(weights.add((1 + y * SIZE + x) * LANES)));
            for (i, sum) in sums.iter_mut().enumerate() {
                for (x, &weight) in taps.iter().enumerate() {
                    let input = Lanes::load(row.add((i * STRIDE + x) * channels));
                    *sum = input.mul_add(weight, *sum);
                }
            }
        }
        sums
    }
}
