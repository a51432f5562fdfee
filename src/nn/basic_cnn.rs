//! The basic CNN of every course on Keras, from random weights.

use burn::tensor::Device;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::network::{ConvSpec, Kernel, NamedSpec, Network, Padding, PoolSpec, Spec};

/// Conv 32 3×3 relu → max pool 2 → Conv 64 3×3 relu → max pool 2, all "valid", for pictures `[batch, 3, 64, 64]`, and the
/// width of the last map, flattened. Flatten → Dense 128 relu → Dense n are the [`Head`](super::Head)'s.
///
/// Weights are as Keras's `Conv2D` makes them: uniform within ±√(6 / (inputs + outputs)), where each counts the kernel's pixels
/// (Glorot & Bengio 2010); bias 0. They are drawn on the CPU, so that one seed gives the same start on every device.
pub fn basic_cnn(rng: &mut ChaCha8Rng, device: &Device) -> (Network, usize) {
    /// 14 × 14 pixels of 64 channels.
    const FLATTENED: usize = 14 * 14 * 64;
    let conv = |name: &str, channels| Spec::Conv(ConvSpec::new(name, channels, 3).padding(Padding::VALID));
    let halve = Spec::MaxPool(PoolSpec { kernel: 2, stride: 2, padding: 0 });
    let block = |name: &str, channels| NamedSpec::new(name, Spec::Chain(vec![conv(name, channels), halve.clone()]));
    let blocks = [block("conv 1", [3, 32]), block("conv 2", [32, 64])];
    let network = Network::build(&blocks, &mut |spec| Ok(glorot(spec, rng)), device);
    (network.expect("random numbers are always there"), FLATTENED)
}

fn glorot(spec: &ConvSpec, rng: &mut ChaCha8Rng) -> Kernel {
    let [inputs, outputs] = spec.channels;
    let fans = spec.kernel.iter().product::<usize>() * (inputs + outputs);
    let limit = (6.0 / fans as f32).sqrt();
    let count: usize = spec.shape().iter().product();
    let weight = (0..count).map(|_| rng.random_range(-limit..=limit)).collect();
    Kernel { weight, bias: vec![0.0; outputs] }
}
