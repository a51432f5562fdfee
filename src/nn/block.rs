//! One link in the chain that a network is.

use burn::module::Module;
use burn::nn::pool::MaxPool2d;
use burn::tensor::Tensor;

use super::conv::ConvNorm;
use super::efficientnet::InvertedResidual;

/// One link in the chain that a network is: what fine-tuning unfreezes one by one.
#[derive(Module, Debug)]
#[expect(clippy::large_enum_variant, reason = "a network has a few dozen, and most are the larger kind")]
pub enum Block {
    /// A convolution with its norm and activation.
    Conv(ConvNorm),
    /// MobileNetV2's and EfficientNet's.
    InvertedResidual(InvertedResidual),
    /// Nothing to train.
    MaxPool(MaxPool2d),
}

impl Block {
    /// `[batch, in, h, w]` → `[batch, out, h', w']`.
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Conv(conv) => conv.forward(input),
            Self::InvertedResidual(block) => block.forward(input),
            Self::MaxPool(pool) => pool.forward(input),
        }
    }
}
