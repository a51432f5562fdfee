//! The links of a network's chain.

use burn::module::Module;
use burn::nn::PaddingConfig2d;
use burn::nn::pool::{AvgPool2d, AvgPool2dConfig, MaxPool2d, MaxPool2dConfig};
use burn::tensor::{Device, Tensor};
use pupil_kernels::Window;

use super::conv::{ConvNorm, activate, padding};
use super::device::cpu;
use super::ops;
use crate::error::Result;
use crate::network::{Activation, Padding, PoolSpec, ResidualSpec, Source, Spec};

/// A [`Spec`] with weights. Every variant maps `[batch, in, h, w]` to `[batch, out, h', w']`.
#[derive(Module, Debug)]
pub enum Block {
    /// A convolution with what follows it.
    Conv(ConvNorm),
    /// The maximum of each window.
    MaxPool(MaxPool2d),
    /// The mean of each window.
    AvgPool(AvgPool2d),
    /// One after the other.
    Chain(Vec<Block>),
    /// A sum of a residual branch and a shortcut.
    Residual(Residual),
    /// Side by side, joined along the channels.
    Branches(Vec<Vec<Block>>),
}

/// `activation(body(x) + shortcut(x))` (He et al. 2015, arXiv:1512.03385; linear: Sandler et al. 2018, arXiv:1801.04381).
#[derive(Module, Debug)]
pub struct Residual {
    /// The residual branch.
    pub body: Vec<Block>,
    /// The shortcut; without one the input itself.
    pub shortcut: Option<ConvNorm>,
    #[module(skip)]
    activation: Activation,
}

impl Block {
    /// Builds what `spec` describes, with numbers from `source`, which is asked in the order of the forward pass.
    ///
    /// # Errors
    /// Those of `source`.
    pub fn build(spec: &Spec, source: &mut Source, device: &Device) -> Result<Self> {
        Ok(match spec {
            Spec::Conv(conv) => Self::Conv(ConvNorm::new(conv, source(conv)?, device)),
            Spec::MaxPool(pool) => Self::MaxPool(max_pool(*pool)),
            Spec::AvgPool(pool) => Self::AvgPool(avg_pool(*pool)),
            Spec::Chain(links) => Self::Chain(chain(links, source, device)?),
            Spec::Residual(residual) => Self::Residual(Residual::build(residual, source, device)?),
            Spec::Branches(branches) => {
                Self::Branches(branches.iter().map(|links| chain(links, source, device)).collect::<Result<_>>()?)
            }
        })
    }

    /// The block's output, `[batch, out, h', w']`.
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Conv(conv) => conv.forward(input),
            Self::MaxPool(pool) => largest(pool, input),
            Self::AvgPool(pool) => pool.forward(input),
            Self::Chain(links) => through(links, input),
            Self::Residual(residual) => residual.forward(input),
            Self::Branches(branches) => {
                Tensor::cat(branches.iter().map(|links| through(links, input.clone())).collect(), 1)
            }
        }
    }
}

impl Residual {
    fn build(spec: &ResidualSpec, source: &mut Source, device: &Device) -> Result<Self> {
        let body = chain(&spec.body, source, device)?;
        let shortcut = match &spec.shortcut {
            Some(conv) => Some(ConvNorm::new(conv, source(conv)?, device)),
            None => None,
        };
        Ok(Self { body, shortcut, activation: spec.activation })
    }

    fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let short = match &self.shortcut {
            Some(conv) => conv.forward(input.clone()),
            None => input.clone(),
        };
        activate(through(&self.body, input) + short, self.activation)
    }
}

/// The links one after the other.
pub fn through(links: &[Block], input: Tensor<4>) -> Tensor<4> {
    links.iter().fold(input, |x, link| link.forward(x))
}

fn chain(links: &[Spec], source: &mut Source, device: &Device) -> Result<Vec<Block>> {
    links.iter().map(|link| Block::build(link, source, device)).collect()
}

fn max_pool(spec: PoolSpec) -> MaxPool2d {
    let padding = padding(Padding::Zeros([spec.padding; 2]));
    MaxPool2dConfig::new([spec.kernel; 2]).with_strides([spec.stride; 2]).with_padding(padding).init()
}

/// `pool`'s output; on the CPU by our own kernel.
fn largest(pool: &MaxPool2d, input: Tensor<4>) -> Tensor<4> {
    let [_, _, height, width] = input.dims();
    let PaddingConfig2d::Explicit(top, left, ..) = pool.padding else { return pool.forward(input) };
    match Window::zeros([height, width], pool.kernel_size, pool.stride[0], [top, left]) {
        Some(window) if input.device().inner() == cpu() => ops::max_pool(input, window),
        _ => pool.forward(input),
    }
}

fn avg_pool(spec: PoolSpec) -> AvgPool2d {
    let padding = padding(Padding::Zeros([spec.padding; 2]));
    AvgPool2dConfig::new([spec.kernel; 2]).with_strides([spec.stride; 2]).with_padding(padding).init()
}
