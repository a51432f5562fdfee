//! Operations on the CPU that the crate `kernels` computes, with their gradients, as backend extensions of burn's. burn-flex takes some three
//! times as long for them: it has no gradients of its own, so a depthwise kernel's is a convolution a channel.
//!
//! Maps are `[batch, channels, height, width]` as everywhere in burn, but lie in memory channels last, as the kernels read them: a map
//! that goes from one operation to the next is not rearranged.

mod convolve;
mod maps;
mod max_pool;

pub use convolve::convolve;
pub use max_pool::max_pool;
