//! One row of a depthwise convolution's output: seven outputs of four channels at once.

use crate::lanes::{LANES, Lanes};

/// Outputs that are computed at once.
const AT_ONCE: usize = 7;

/// One row of output.
#[repr(C)] // `build/row.rs` knows where its fields are.
pub struct Row {
    /// Where each padded row of input begins, from the top of the window.
    pub inputs: *const *const f32,
    /// For each four channels the biases, then the weights of each tap.
    pub weights: *const f32,
    /// Channels; a multiple of four.
    pub channels: usize,
    /// Where the outputs go.
    pub output: *mut f32,
    /// Outputs of a channel.
    pub width: usize,
    /// The activation's bounds.
    pub min: f32,
    /// See [`Row::min`].
    pub max: f32,
}

/// Computes a row.
///
/// # Safety
/// With the size and stride that the function is for, a pointer is readable at `inputs` for each row of the kernel, and there
/// ((`width` - 1) · stride + size) · `channels` numbers; `width` · `channels` are writable at `output`, and
/// (1 + size²) · `channels` readable at `weights`.
pub type RowFn = unsafe fn(&Row);

/// Size and stride of square kernels, and the function for each.
pub const ROWS: [([usize; 2], RowFn); 4] =
    [([3, 1], row::<3, 1>), ([3, 2], row::<3, 2>), ([5, 1], row::<5, 1>), ([5, 2], row::<5, 2>)];

unsafe fn row<const SIZE: usize, const STRIDE: usize>(row: &Row) {
    // SAFETY: a block of outputs from x on reads pixels x · STRIDE … (x + count - 1) · STRIDE + SIZE - 1 of each row, and
    // channel + 4 ≤ channels, which the caller of a `RowFn` vouches for.
    unsafe {
        let mut x = 0;
        while x + AT_ONCE <= row.width {
            block::<SIZE, STRIDE, AT_ONCE>(row, x);
            x += AT_ONCE;
        }
        while x < row.width {
            block::<SIZE, STRIDE, 1>(row, x);
            x += 1;
        }
    }
}

/// All channels of `COUNT` outputs from `x` on.
#[inline(always)]
unsafe fn block<const SIZE: usize, const STRIDE: usize, const COUNT: usize>(row: &Row, x: usize) {
    let &Row { inputs, weights, channels, output, .. } = row;
    let (min, max) = (Lanes::splat(row.min), Lanes::splat(row.max));
    for channel in (0..channels).step_by(LANES) {
        // SAFETY: as `row`.
        unsafe {
            let weights = weights.add(channel * (1 + SIZE * SIZE));
            let sums = sums::<SIZE, STRIDE, COUNT>(inputs, x * STRIDE * channels + channel, weights, channels);
            let output = output.add(x * channels + channel);
            for (i, sum) in sums.into_iter().enumerate() {
                sum.max(min).min(max).store(output.add(i * channels));
            }
        }
    }
}

/// Four channels of `COUNT` outputs: every input is loaded once and goes to all sums that it belongs to. The window begins at `start`
/// in each row.
#[inline(always)]
unsafe fn sums<const SIZE: usize, const STRIDE: usize, const COUNT: usize>(
    inputs: *const *const f32,
    start: usize,
    weights: *const f32,
    channels: usize,
) -> [Lanes; COUNT] {
    // SAFETY: as `row`.
    unsafe {
        let mut sums = [Lanes::load(weights); COUNT];
        for y in 0..SIZE {
            let row = (*inputs.add(y)).add(start);
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
