//! The numbers of a convolution.

use pupil_kernels::scale;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::conv_spec::ConvSpec;
use crate::error::Result;
use crate::weights::Numbers;

/// The numbers of a convolution, batch norm folded in.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernel {
    /// Row-major `[out, in / groups, height, width]`.
    pub weight: Vec<f32>,
    /// `[out]`.
    pub bias: Vec<f32>,
}

/// Returns a convolution's numbers.
pub type Source<'s> = dyn FnMut(&ConvSpec) -> Result<Kernel> + 's;

impl Kernel {
    /// Keras's defaults: the weight uniform within ±√(6 / (fan in + fan out)) (Glorot & Bengio 2010, equation 16), the bias
    /// zero. A fan is channels × kernel area, as Keras's `compute_fans` has it.
    pub fn glorot(conv: &ConvSpec, rng: &mut ChaCha8Rng) -> Self {
        let [outputs, inputs, height, width] = conv.shape();
        let fans = (inputs + outputs) * height * width;
        let limit = (6.0 / fans as f32).sqrt();
        let weight = (0..outputs * inputs * height * width).map(|_| rng.random_range(-limit..limit)).collect();
        Self { weight, bias: vec![0.0; outputs] }
    }
}

/// The numbers of a convolution as they are stored: `y = scale · (weight * x) + bias`.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredKernel {
    /// Row-major `[out, in / groups, height, width]`.
    pub weight: Numbers,
    /// `[out]`; none without batch norm.
    pub scale: Option<Vec<f32>>,
    /// `[out]`.
    pub bias: Vec<f32>,
}

impl StoredKernel {
    /// In single precision, with the scale folded in: what Pupil computes with.
    pub fn folded(&self) -> Kernel {
        let mut weight = self.weight.to_f32();
        let per_channel = weight.len() / self.bias.len();
        for (weights, factor) in weight.chunks_exact_mut(per_channel).zip(self.scale.iter().flatten()) {
            scale(weights, *factor);
        }
        Kernel { weight, bias: self.bias.clone() }
    }
}
