//! One row of a depthwise convolution's output. Browsers run it as `build/row.rs` writes it.

use crate::lanes::{LANES, Lanes};

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

/// Rows of the largest kernel that there is a function for.
pub const LARGEST: usize = 5;

/// Size and stride of square kernels, and the function for each.
pub const ROWS: [([usize; 2], RowFn); 4] =
    [([3, 1], row::<3, 1>), ([3, 2], row::<3, 2>), ([5, 1], row::<5, 1>), ([5, 2], row::<5, 2>)];

unsafe fn row<const SIZE: usize, const STRIDE: usize>(row: &Row) {
    let (min, max) = (Lanes::splat(row.min), Lanes::splat(row.max));
    for x in 0..row.width {
        for channel in (0..row.channels).step_by(LANES) {
            // SAFETY: output x reads pixels x · STRIDE … x · STRIDE + SIZE - 1 of each row, and channel + 4 ≤ channels, which the
            // caller of a `RowFn` vouches for.
            unsafe {
                let mut weights = row.weights.add(channel * (1 + SIZE * SIZE));
                let mut sum = Lanes::load(weights);
                for y in 0..SIZE {
                    for tap in x * STRIDE..x * STRIDE + SIZE {
                        weights = weights.add(LANES);
                        let input = Lanes::load((*row.inputs.add(y)).add(tap * row.channels + channel));
                        sum = input.mul_add(Lanes::load(weights), sum);
                    }
                }
                sum.max(min).min(max).store(row.output.add(x * row.channels + channel));
            }
        }
    }
}
