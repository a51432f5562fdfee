//! A convolution, the batch norm behind it and the activation, as one layer.

use burn::module::{Module, Param};
use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};
use pupil_kernels::Convolution;

use super::device::cpu;
use super::ops::convolve;
use crate::infer::{clamp, window};
use crate::network::{Activation, ConvSpec, Kernel, Padding};

/// Convolution with bias, then maybe ReLU or ReLU6. Batch norm in inference mode is a part of the numbers
/// ([`crate::network::StateDict::kernel`] folds it), so what is trained here is the folded weight and bias.
#[derive(Module, Debug)]
pub struct ConvNorm {
    /// `[out, in / groups, height, width]` and `[out]`.
    pub conv: Conv2d,
    #[module(skip)]
    padding: Padding,
    #[module(skip)]
    activation: Activation,
}

impl ConvNorm {
    /// The convolution that `spec` describes with the numbers of `kernel`.
    pub fn new(spec: &ConvSpec, kernel: Kernel, device: &Device) -> Self {
        let mut conv = Conv2dConfig::new(spec.channels, spec.kernel)
            .with_stride([spec.stride; 2])
            .with_groups(spec.groups)
            .with_padding(padding(spec.padding))
            .with_bias(false)
            .init(device);
        conv.weight = Param::from_tensor(weight(kernel.weight, spec.shape(), device));
        conv.bias = Some(Param::from_data(TensorData::new(kernel.bias, [spec.channels[1]]), device));
        Self { conv, padding: spec.padding, activation: spec.activation }
    }

    /// `[batch, in, h, w]` → `[batch, out, h', w']`.
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let convolution = self.convolution(input.dims()).filter(|_| input.device().inner() == cpu());
        let Some(convolution) = convolution else { return activate(self.conv.forward(input), self.activation) };
        let bias = self.conv.bias.as_ref().expect("made with a bias").val();
        convolve(input, self.conv.weight.val(), bias, convolution, clamp(self.activation))
    }

    /// Over maps of `[batch, in, h, w]`, if there is a kernel for it.
    fn convolution(&self, [_, inputs, height, width]: [usize; 4]) -> Option<Convolution> {
        let [outputs, _, rows, columns] = self.conv.weight.dims();
        let window = window([height, width], [rows, columns], self.conv.stride[0], self.padding)?;
        let depthwise = self.conv.groups > 1;
        let known = !depthwise || [inputs, outputs] == [self.conv.groups; 2];
        known.then_some(Convolution { window, channels: [inputs, outputs], depthwise })
    }
}

/// `[out, in / groups, h, w]`. On WebGPU the channels come last in memory, as burn's kernels take them: else each forward pass would lay
/// them out anew.
fn weight(numbers: Vec<f32>, shape: [usize; 4], device: &Device) -> Tensor<4> {
    if device.clone().inner() == cpu() {
        return Tensor::from_data(TensorData::new(numbers, shape), device);
    }
    let [outputs, inputs, height, width] = shape;
    let laid_out = |filter: &[f32]| -> Vec<f32> {
        (0..height * width).flat_map(|place| filter.iter().copied().skip(place).step_by(height * width)).collect()
    };
    let last = numbers.chunks_exact(inputs * height * width).flat_map(laid_out).collect();
    Tensor::from_data(TensorData::new(last, [outputs, height, width, inputs]), device).permute([0, 3, 1, 2])
}

/// What follows a convolution or a sum.
pub(super) fn activate(input: Tensor<4>, activation: Activation) -> Tensor<4> {
    match activation {
        Activation::Linear => input,
        Activation::Relu => relu(input),
        // On the CPU `clamp` goes number by number, and these two by SIMD; on WebGPU it is one dispatch and they are two.
        Activation::Relu6 if input.device().inner() == cpu() => relu(input).clamp_max(6.0),
        Activation::Relu6 => input.clamp(0.0, 6.0),
    }
}

/// The padding as burn takes it.
pub(super) fn padding(padding: Padding) -> PaddingConfig2d {
    match padding {
        Padding::Same => PaddingConfig2d::Same,
        Padding::Zeros([height, width]) => PaddingConfig2d::Explicit(height, width, height, width),
    }
}
