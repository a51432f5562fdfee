//! A network as a chain of blocks: what it is made of, its layers, its weights.

mod block;
mod conv;
mod cost;
mod init;
mod misfit;
mod spec;
mod state_dict;

use std::ops::Range;

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use rand_chacha::ChaCha8Rng;

pub use block::{Block, Residual, Source, through};
pub use conv::{ConvNorm, Kernel};
pub use cost::Cost;
pub use misfit::Misfit;
pub use spec::{Activation, Alias, ConvSpec, NamedSpec, NormSpec, Padding, PoolSpec, ResidualSpec, Spec};
pub use state_dict::StateDict;

use super::{Architecture, Weights};
use crate::error::Result;

/// A network without its top: pictures in, the last feature map out. Each block can be frozen or trained.
#[derive(Module, Debug)]
pub struct Network {
    /// From the input to the last map; [`Architecture::block_names`] has their names.
    pub blocks: Vec<Block>,
}

impl Network {
    /// Loads the weights of an architecture, whatever the classifier behind it. Batch norm is folded in.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] as [`Architecture::check`] has it.
    pub fn load(architecture: Architecture, weights: &Weights, device: &Device) -> Result<Self> {
        architecture.check(weights)?;
        let blocks = architecture.blocks();
        let state = StateDict::of(&blocks, weights);
        Self::build(&blocks, &mut |conv| state.kernel(conv), device)
    }

    /// A fresh start as Keras makes it ([`Kernel::glorot`]), drawn on the CPU: one seed gives the same on every device.
    pub fn init(architecture: Architecture, rng: &mut ChaCha8Rng, device: &Device) -> Self {
        let glorot = &mut |conv: &ConvSpec| Ok(Kernel::glorot(conv, rng));
        Self::build(&architecture.blocks(), glorot, device).expect("drawing numbers does not fail")
    }

    /// Builds any chain, with numbers from `source`, which is asked in the order of the forward pass.
    ///
    /// # Errors
    /// Those of `source`.
    pub fn build(blocks: &[NamedSpec], source: &mut Source, device: &Device) -> Result<Self> {
        let blocks = blocks.iter().map(|block| Block::build(&block.spec, source, device));
        Ok(Self { blocks: blocks.collect::<Result<_>>()? })
    }

    /// Normalised pictures `[batch, 3, h, w]` → the last feature map `[batch, features, h', w']`.
    pub fn forward(&self, pictures: Tensor<4>) -> Tensor<4> {
        self.through(0..self.blocks.len(), pictures)
    }

    /// What the block before `range` gives → what its last block gives.
    ///
    /// # Panics
    /// If `range` reaches past the blocks.
    pub fn through(&self, range: Range<usize>, input: Tensor<4>) -> Tensor<4> {
        through(&self.blocks[range], input)
    }
}

/// A feature map `[batch, features, h, w]` → embeddings `[batch, features]`, by global average pooling.
pub fn pool(map: Tensor<4>) -> Tensor<2> {
    map.mean_dims(&[2, 3]).flatten(1, 3)
}
