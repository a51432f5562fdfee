//! A convolution and the batch norm behind it, as one layer.

use burn::module::{Module, Param};
use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::Weights;
use crate::error::Result;

/// What a [`ConvNorm`] is made of.
#[derive(Clone, Copy, Debug)]
pub struct ConvNormSpec {
    /// Channels in and out.
    pub channels: [usize; 2],
    /// Side of the square kernel.
    pub kernel: usize,
    /// Stride of both axes.
    pub stride: usize,
    /// `channels[0]` for a depthwise convolution, else 1.
    pub groups: usize,
    /// What follows.
    pub activation: Activation,
}

/// What is done to each value of a convolution's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// Nothing.
    Identity,
    /// `max(x, 0)`.
    Relu,
    /// `min(max(x, 0), 6)`.
    Relu6,
}

/// Convolution, batch norm in inference mode where there is one, and an activation.
///
/// In inference mode batch norm is a scale and a shift a channel, so it is folded into the convolution when the weights
/// are loaded: `w' = w · γ/√(σ²+ε)`, `b' = β − μ · γ/√(σ²+ε)` (Jacob et al. 2018, arXiv:1712.05877, section 3.2).
/// That saves a pass over every activation. Padding is TensorFlow's SAME: with stride 2 the odd pixel goes to the end.
#[derive(Module, Debug)]
pub struct ConvNorm {
    conv: Conv2d,
    #[module(skip)]
    activation: Activation,
}

/// ε of the batch norms of EfficientNet (TensorFlow's `tpu/models/official/efficientnet`, `batch_norm_epsilon`).
const EPSILON: f32 = 1e-3;

impl ConvNorm {
    /// Loads `{name}.conv.weight` `[out, in / groups, k, k]` and `{name}.norm.{weight,bias,running_mean,running_var}` `[out]`.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if one of them is missing or of another shape.
    pub fn load(weights: &Weights, name: &str, spec: ConvNormSpec, device: &Device) -> Result<Self> {
        let [inputs, outputs] = spec.channels;
        let shape = [outputs, inputs / spec.groups, spec.kernel, spec.kernel];
        let mut weight = weights.values(&format!("{name}.conv.weight"), &shape)?;
        let norm = |leaf: &str| weights.values(&format!("{name}.norm.{leaf}"), &[outputs]);
        let bias = fold(&mut weight, &norm("weight")?, &norm("bias")?, &norm("running_mean")?, &norm("running_var")?);
        let mut conv = Conv2dConfig::new(spec.channels, [spec.kernel; 2])
            .with_stride([spec.stride; 2])
            .with_groups(spec.groups)
            .with_padding(PaddingConfig2d::Same)
            .with_bias(false)
            .init(device);
        conv.weight = Param::from_data(TensorData::new(weight, shape), device);
        conv.bias = Some(Param::from_data(TensorData::new(bias, [outputs]), device));
        Ok(Self { conv, activation: spec.activation })
    }

    /// Fresh weights as Keras's `Conv2D` makes them: uniform within ±√(6 / (inputs + outputs)), where each counts the kernel's
    /// pixels (Glorot & Bengio 2010); bias 0; no padding (Keras's "valid").
    pub fn glorot(spec: ConvNormSpec, rng: &mut ChaCha8Rng, device: &Device) -> Self {
        let [inputs, outputs] = spec.channels;
        let shape = [outputs, inputs / spec.groups, spec.kernel, spec.kernel];
        let fans = spec.kernel * spec.kernel * (inputs + outputs);
        let limit = (6.0 / fans as f32).sqrt();
        let weight = (0..shape.iter().product()).map(|_| rng.random_range(-limit..=limit)).collect::<Vec<f32>>();
        let mut conv = Conv2dConfig::new(spec.channels, [spec.kernel; 2])
            .with_stride([spec.stride; 2])
            .with_groups(spec.groups)
            .with_padding(PaddingConfig2d::Valid)
            .with_bias(false)
            .init(device);
        conv.weight = Param::from_data(TensorData::new(weight, shape), device);
        conv.bias = Some(Param::from_tensor(Tensor::zeros([outputs], device)));
        Self { conv, activation: spec.activation }
    }

    /// `[batch, in, h, w]` → `[batch, out, ⌈h/stride⌉, ⌈w/stride⌉]`; less where nothing is padded.
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let output = self.conv.forward(input);
        match self.activation {
            Activation::Identity => output,
            Activation::Relu => relu(output),
            Activation::Relu6 => output.clamp(0.0, 6.0),
        }
    }
}

/// Scales `weight` (outermost axis: output channels) in place and returns the bias.
fn fold(weight: &mut [f32], gamma: &[f32], beta: &[f32], mean: &[f32], variance: &[f32]) -> Vec<f32> {
    let per_channel = weight.len() / gamma.len();
    let channels = weight.chunks_exact_mut(per_channel);
    let fold_one = |(c, kernel): (usize, &mut [f32])| {
        let scale = gamma[c] / (variance[c] + EPSILON).sqrt();
        kernel.iter_mut().for_each(|w| *w *= scale);
        beta[c] - mean[c] * scale
    };
    channels.enumerate().map(fold_one).collect()
}
