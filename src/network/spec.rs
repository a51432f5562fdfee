//! What a network is made of, as data: a block without its weights.

use super::conv_spec::{Activation, ConvSpec};

/// One link of a network's chain, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// A convolution.
    Conv(ConvSpec),
    /// The maximum of each window.
    MaxPool(PoolSpec),
    /// The mean of each window; zeros of the padding count (`count_include_pad`, PyTorch's default).
    AvgPool(PoolSpec),
    /// One after the other.
    Chain(Vec<Spec>),
    /// The input is added to a chain's output.
    Residual(ResidualSpec),
    /// Chains side by side from the same input; their outputs are joined along the channels.
    Branches(Vec<Vec<Spec>>),
}

/// A block that can be unfrozen, with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedSpec {
    /// For people: "stem", "block 1".
    pub name: String,
    /// What it is made of.
    pub spec: Spec,
}

impl NamedSpec {
    /// `spec` under this name.
    pub fn new(name: impl Into<String>, spec: Spec) -> Self {
        Self { name: name.into(), spec }
    }
}

impl Spec {
    /// Channels of the output for `inputs` channels.
    pub fn channels(&self, inputs: usize) -> usize {
        let through = |links: &[Self]| links.iter().fold(inputs, |channels, link| link.channels(channels));
        match self {
            Self::Conv(conv) => conv.channels[1],
            Self::MaxPool(_) | Self::AvgPool(_) => inputs,
            Self::Chain(links) => through(links),
            Self::Residual(residual) => through(&residual.body),
            Self::Branches(branches) => branches.iter().map(|links| through(links)).sum(),
        }
    }

    /// Its convolutions, in the order of the forward pass.
    pub fn convs(&self) -> Vec<&ConvSpec> {
        match self {
            Self::Conv(conv) => vec![conv],
            Self::MaxPool(_) | Self::AvgPool(_) => Vec::new(),
            Self::Chain(links) => links.iter().flat_map(Self::convs).collect(),
            Self::Residual(residual) => residual.body.iter().flat_map(Self::convs).chain(&residual.shortcut).collect(),
            Self::Branches(branches) => branches.iter().flatten().flat_map(Self::convs).collect(),
        }
    }
}

/// A pool over square windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSpec {
    /// Side of the window.
    pub kernel: usize,
    /// Stride of both axes.
    pub stride: usize,
    /// Pixels beyond each edge.
    pub padding: usize,
}

/// `activation(body(x) + shortcut(x))`.
#[derive(Clone, Debug, PartialEq)]
pub struct ResidualSpec {
    /// The residual branch.
    pub body: Vec<Spec>,
    /// The shortcut where shapes change; else the input itself.
    pub shortcut: Option<ConvSpec>,
    /// What follows the sum.
    pub activation: Activation,
}
