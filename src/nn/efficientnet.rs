//! EfficientNet-Lite as a table of stages (Tan & Le 2019, arXiv:1905.11946; the Lite variants: TensorFlow's
//! `tpu/models/official/efficientnet/lite`): no squeeze-and-excitation, ReLU6 throughout, stem and head not scaled.

use burn::module::Module;
use burn::tensor::{Device, Tensor};

use super::block::Block;
use super::conv::Activation::{Identity, Relu6};
use super::conv::{Activation, ConvNorm, ConvNormSpec};
use super::{Network, Weights};
use crate::error::Result;

/// One row of the table: `repeats` inverted residual blocks, of which the first has the stride and changes the width.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// Blocks in the stage.
    pub repeats: usize,
    /// Side of the depthwise kernel.
    pub kernel: usize,
    /// Stride of the first block.
    pub stride: usize,
    /// Width of the inside of a block, in multiples of its input's.
    pub expand: usize,
    /// Channels that come out.
    pub channels: usize,
}

const fn stage(repeats: usize, kernel: usize, stride: usize, expand: usize, channels: usize) -> Stage {
    Stage { repeats, kernel, stride, expand, channels }
}

/// EfficientNet-Lite0.
#[rustfmt::skip]
pub const LITE0: [Stage; 7] = [
    //    repeats kernel stride expand channels
    stage(1,      3,     1,     1,     16),
    stage(2,      3,     2,     6,     24),
    stage(2,      5,     2,     6,     40),
    stage(3,      3,     2,     6,     80),
    stage(3,      5,     1,     6,     112),
    stage(4,      5,     2,     6,     192),
    stage(1,      3,     1,     6,     320),
];

const STEM_CHANNELS: usize = 32;

/// Width of the pooled features.
pub const FEATURES: usize = 1280;

/// Inverted residual block with a linear bottleneck (Sandler et al. 2018, arXiv:1801.04381): 1×1 expansion, depthwise
/// convolution, 1×1 projection; the input is added where shapes allow.
#[derive(Module, Debug)]
pub struct InvertedResidual {
    expand: Option<ConvNorm>,
    depthwise: ConvNorm,
    project: ConvNorm,
    #[module(skip)]
    residual: bool,
}

impl InvertedResidual {
    fn load(
        weights: &Weights,
        name: &str,
        inputs: usize,
        stride: usize,
        stage: &Stage,
        device: &Device,
    ) -> Result<Self> {
        let inside = inputs * stage.expand;
        let pointwise = |channels, activation| ConvNormSpec { channels, kernel: 1, stride: 1, groups: 1, activation };
        let channels = [inside; 2];
        let depthwise = ConvNormSpec { kernel: stage.kernel, stride, groups: inside, ..pointwise(channels, Relu6) };
        let load = |part: &str, spec| ConvNorm::load(weights, &format!("{name}.{part}"), spec, device);
        Ok(Self {
            expand: (stage.expand > 1).then(|| load("expand", pointwise([inputs, inside], Relu6))).transpose()?,
            depthwise: load("depthwise", depthwise)?,
            project: load("project", pointwise([inside, stage.channels], Identity))?,
            residual: stride == 1 && inputs == stage.channels,
        })
    }

    /// `[batch, in, h, w]` → `[batch, out, ⌈h/stride⌉, ⌈w/stride⌉]`.
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let expanded = match &self.expand {
            Some(expand) => expand.forward(input.clone()),
            None => input.clone(),
        };
        let output = self.project.forward(self.depthwise.forward(expanded));
        if self.residual { output + input } else { output }
    }
}

/// The chain that `stages` describe: `stem.*`, `blocks.N.{expand,depthwise,project}.*`, `head.*`.
///
/// # Errors
/// [`crate::Error::WrongWeights`] if a tensor is missing or of another shape.
pub fn efficientnet_lite(weights: &Weights, stages: &[Stage], device: &Device) -> Result<Network> {
    let conv = |name: &str, channels: [usize; 2], kernel: usize, stride: usize| {
        let spec = ConvNormSpec { channels, kernel, stride, groups: 1, activation: Activation::Relu6 };
        ConvNorm::load(weights, name, spec, device).map(Block::Conv)
    };
    let mut blocks = vec![conv("stem", [3, STEM_CHANNELS], 3, 2)?];
    let mut channels = STEM_CHANNELS;
    for stage in stages {
        for repeat in 0..stage.repeats {
            let stride = if repeat == 0 { stage.stride } else { 1 };
            let name = format!("blocks.{}", blocks.len() - 1);
            let block = InvertedResidual::load(weights, &name, channels, stride, stage, device)?;
            blocks.push(Block::InvertedResidual(block));
            channels = stage.channels;
        }
    }
    blocks.push(conv("head", [channels, FEATURES], 1, 1)?);
    Ok(Network { blocks })
}
