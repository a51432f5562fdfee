//! Operations that burn does not have, or not fast, on the CPU, as its backend extensions: computed by the crate `kernels`, and with their
//! gradients by hand. burn-flex is made for inference: it takes the gradient of a depthwise convolution channel by channel.
//!
//! Maps are `[batch, channels, height, width]` as everywhere in burn, but lie in memory channels last, as the kernels read them: a map
//! that goes from one operation to the next is not rearranged.

mod convolve;
mod maps;
mod max_pool;

pub use convolve::convolve;
pub use max_pool::max_pool;
