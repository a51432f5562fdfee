//! A convolution, the batch norm behind it and the activation, as one layer.

use burn::module::{Module, Param};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};

use super::spec::{Activation, ConvSpec};

/// Convolution with bias, then maybe ReLU or ReLU6. Batch norm in inference mode is a part of the numbers
/// ([`super::StateDict::kernel`] folds it), so what is trained here is the folded weight and bias.
#[derive(Module, Debug)]
pub struct ConvNorm {
    /// `[out, in / groups, height, width]` and `[out]`.
    pub conv: Conv2d,
    #[module(skip)]
    activation: Activation,
}

/// The numbers of a convolution.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernel {
    /// Row-major `[out, in / groups, height, width]`.
    pub weight: Vec<f32>,
    /// `[out]`.
    pub bias: Vec<f32>,
}

impl ConvNorm {
    /// The convolution that `spec` describes with the numbers of `kernel`.
    pub fn new(spec: &ConvSpec, kernel: Kernel, device: &Device) -> Self {
        let mut conv = Conv2dConfig::new(spec.channels, spec.kernel)
            .with_stride([spec.stride; 2])
            .with_groups(spec.groups)
            .with_padding(spec.padding.config())
            .with_bias(false)
            .init(device);
        conv.weight = Param::from_data(TensorData::new(kernel.weight, spec.shape()), device);
        conv.bias = Some(Param::from_data(TensorData::new(kernel.bias, [spec.channels[1]]), device));
        Self { conv, activation: spec.activation }
    }

    /// `[batch, in, h, w]` → `[batch, out, h', w']`.
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        self.activation.apply(self.conv.forward(input))
    }
}

impl Activation {
    pub(super) fn apply(self, input: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Linear => input,
            Self::Relu => relu(input),
            Self::Relu6 => input.clamp(0.0, 6.0),
        }
    }
}
