//! A network with its numbers.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use rand_chacha::ChaCha8Rng;

use super::block::{Block, through};
use crate::error::Result;
use crate::network::{Architecture, ConvSpec, Kernel, NamedSpec, Source, StateDict};
use crate::weights::Weights;

/// A network without its top: pictures in, the last feature map out. Each block can be frozen or trained.
#[derive(Module, Debug)]
pub struct Network {
    /// From the input to the last map; [`Architecture::block_names`] has their names.
    pub blocks: Vec<Block>,
}

impl Network {
    /// Loads the weights of an architecture, whatever classifier follows it. Batch norm is folded in.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] as [`Architecture::check`] has it.
    pub fn load(architecture: Architecture, weights: &Weights, device: &Device) -> Result<Self> {
        architecture.check(weights)?;
        let blocks = architecture.blocks();
        let state = StateDict::of(&blocks, weights);
        Self::build(&blocks, &mut |conv| state.kernel(conv), device)
    }

    /// Random weights as Keras draws them ([`Kernel::glorot`]), on the CPU: the same for one seed on every device.
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
        through(&self.blocks, pictures)
    }
}
