//! A backbone's blocks in the form that is fastest where they run.

use burn::tensor::{Device, Tensor, TensorData};

use super::block::{Block, through};
use super::device::cpu;
use super::network::Network;
use crate::error::Result;
use crate::infer::{Map, Plan, channels_first};
use crate::network::Architecture;
use crate::weights::Weights;

/// Blocks that are run, not trained.
#[derive(Clone, Debug)]
pub(super) enum Trunk {
    /// Compiled for the CPU.
    Compiled(Plan),
    /// Modules of burn, on any device.
    Modules(Vec<Block>),
}

impl Trunk {
    /// Loads the blocks of an architecture for pictures of `side` × `side` pixels: compiled on the CPU if all of them can be.
    ///
    /// # Errors
    /// As [`Network::load`].
    pub(super) fn load(architecture: Architecture, side: usize, weights: &Weights, device: &Device) -> Result<Self> {
        if *device == cpu()
            && let Some(plan) = Plan::load(architecture, side, weights)?
        {
            return Ok(Self::Compiled(plan));
        }
        Ok(Self::Modules(Network::load(architecture, weights, device)?.blocks))
    }

    /// The first `count` blocks; all if there are fewer.
    pub(super) fn first(&self, count: usize) -> Self {
        match self {
            Self::Compiled(plan) => Self::Compiled(plan.first(count)),
            Self::Modules(blocks) => Self::Modules(blocks[..count.min(blocks.len())].to_vec()),
        }
    }

    /// Modules of the blocks of `architecture`, which are these, from number `first` on: what is trained.
    pub(super) fn modules(&self, architecture: Architecture, first: usize, device: &Device) -> Vec<Block> {
        match self {
            Self::Modules(blocks) => blocks[first..].to_vec(),
            Self::Compiled(plan) => {
                let mut kernels = plan.kernels(first);
                let source = &mut |_: &_| Ok(kernels.next().expect("a plan has the numbers of all its blocks"));
                let network = Network::build(&architecture.blocks()[first..], source, device);
                network.expect("numbers that are there are no failure").blocks
            }
        }
    }

    /// Normalised pictures `[batch, 3, h, w]` → the last map of each, `[batch, channels, h', w']`.
    pub(super) fn forward(&self, pictures: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Modules(blocks) => through(blocks, pictures),
            Self::Compiled(plan) => {
                let values = pictures.permute([0, 2, 3, 1]).into_data().try_into_vec::<f32>();
                tensor(&plan.run(&values.expect("numbers on the CPU are at hand")))
            }
        }
    }
}

/// Maps of one shape as `[batch, channels, h, w]`.
pub(super) fn tensor(maps: &[Map]) -> Tensor<4> {
    let [height, width] = maps[0].size;
    let values = maps.iter().map(|map| channels_first(&map.values, map.channels)).collect::<Vec<_>>().concat();
    Tensor::from_data(TensorData::new(values, [maps.len(), maps[0].channels, height, width]), &cpu())
}

/// The channels' means of maps of one shape as `[batch, channels, 1, 1]`.
pub(super) fn pooled_tensor(maps: &[Map]) -> Tensor<4> {
    let values = maps.iter().map(Map::pooled).collect::<Vec<_>>().concat();
    Tensor::from_data(TensorData::new(values, [maps.len(), maps[0].channels, 1, 1]), &cpu())
}
