//! Kernels on the CPU: convolutions and pools over `f32` maps, with their gradients, symmetric matrices, and the arithmetic of JPEG.
//!
//! A map is a slice of height × width × channels numbers, channels last (NHWC without the batch). Weights are packed once,
//! when a network is loaded, or at each step where they are trained ([`Convolution`]); bias, residual sum and activation are
//! part of the pass that computes a convolution. On WebAssembly four numbers are one SIMD register (`simd128`); elsewhere the
//! same code runs on plain arrays. In a browser, `use_fast_loops` puts what takes most of the time in the place of what the compiler
//! makes of it.
//!
//! Unsafe code is in the files `lanes`, `levels`, `tile`, `taps`, `product` and `depthwise` alone; every function that other crates can call is safe.
#![warn(missing_docs, clippy::undocumented_unsafe_blocks)]

mod cholesky;
mod clamp;
mod colour;
mod convolution;
mod cosine;
mod dense;
mod dense_gradients;
mod depthwise;
mod depthwise_gradients;
mod elementwise;
mod fast;
mod inverted_residual;
mod lanes;
mod levels;
mod matrix;
mod numbers;
mod patches;
mod pool;
mod product;
mod ring;
mod sample;
mod symmetric;
mod taps;
mod tile;
mod window;
mod winograd;

pub use cholesky::Cholesky;
pub use clamp::Clamp;
pub use colour::{rgb_of_planes, rgb_of_ycbcr};
pub use convolution::Convolution;
pub use cosine::inverse_cosine;
pub use dense::Dense;
pub use depthwise::Depthwise;
pub use elementwise::{add, concat};
#[cfg(target_family = "wasm")]
pub use fast::use_fast_loops;
pub use inverted_residual::InvertedResidual;
pub use matrix::{products, transposed};
pub use numbers::{all_finite, from_halves, scale};
pub use pool::{avg_pool, global_mean, max_pool, max_pool_gradient};
pub use sample::{Beyond, grid_sample};
pub use symmetric::Symmetric;
pub use window::Window;
pub use winograd::Winograd;
