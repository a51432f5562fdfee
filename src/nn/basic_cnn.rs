//! The basic CNN of every course on Keras, as a chain of blocks from random weights.

use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::tensor::Device;
use rand_chacha::ChaCha8Rng;

use super::block::Block;
use super::conv::{Activation, ConvNorm, ConvNormSpec};
use super::network::Network;

/// Width of what its last map is flattened to: 14 × 14 pixels of 64 channels.
const FLATTENED: usize = 14 * 14 * 64;

/// Conv 32 3×3 relu → max pool 2 → Conv 64 3×3 relu → max pool 2, all "valid", for pictures `[batch, 3, 64, 64]`, and the
/// width of the flattened map. Flatten → Dense 128 relu → Dense n are the [`Head`](super::Head)'s.
pub fn basic_cnn(rng: &mut ChaCha8Rng, device: &Device) -> (Network, usize) {
    let mut conv = |channels| {
        let spec = ConvNormSpec { channels, kernel: 3, stride: 1, groups: 1, activation: Activation::Relu };
        Block::Conv(ConvNorm::glorot(spec, rng, device))
    };
    let blocks = vec![conv([3, 32]), Block::MaxPool(pool()), conv([32, 64]), Block::MaxPool(pool())];
    (Network { blocks }, FLATTENED)
}

/// Halves both sides, leaving out an odd last row or column.
fn pool() -> MaxPool2d {
    MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init()
}
