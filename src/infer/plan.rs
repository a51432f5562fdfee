//! A network compiled.

use std::sync::Arc;

use pupil_kernels::global_mean;

use super::compile::{Compiler, Stop};
use super::map::{Map, Memory};
use super::step::{Packed, Step, through};
use crate::error::Result;
use crate::network::{Architecture, Kernel, NamedSpec, Source, StateDict};
use crate::weights::Weights;

/// A chain of blocks, compiled for pictures of one size: numbers packed, windows worked out, what can be done in one pass joined.
/// A clone shares the numbers.
#[derive(Clone, Debug)]
pub struct Plan {
    blocks: Arc<[Vec<Step>]>,
    /// Blocks that are run, from the first.
    count: usize,
    /// Side of a picture.
    side: usize,
}

impl Plan {
    /// Compiles `blocks` for pictures of `side` × `side` pixels, with numbers from `source`, which is asked in the order of the
    /// forward pass. None if there is something in them that there is no kernel for.
    ///
    /// # Errors
    /// Those of `source`.
    pub fn compile(blocks: &[NamedSpec], side: usize, source: &mut Source) -> Result<Option<Self>> {
        let mut compiler = Compiler { source, size: [side; 2], channels: CHANNELS };
        let compiled = blocks.iter().map(|block| compiler.chain(std::slice::from_ref(&block.spec)));
        match compiled.collect::<std::result::Result<Vec<_>, Stop>>() {
            Ok(blocks) => Ok(Some(Self { count: blocks.len(), blocks: blocks.into(), side })),
            Err(Stop::Unknown) => Ok(None),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    /// Compiles the blocks of an architecture with the numbers in `weights`. None as for [`Plan::compile`].
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] as [`Architecture::check`] has it.
    pub fn load(architecture: Architecture, side: usize, weights: &Weights) -> Result<Option<Self>> {
        architecture.check(weights)?;
        let blocks = architecture.blocks();
        let state = StateDict::of(&blocks, weights);
        Self::compile(&blocks, side, &mut |conv| state.kernel(conv))
    }

    /// The first `count` blocks; all if there are fewer.
    pub fn first(&self, count: usize) -> Self {
        Self { count: count.min(self.blocks.len()), ..self.clone() }
    }

    /// Normalised pictures, `[batch, side, side, 3]` → the map behind the last block for each.
    ///
    /// # Panics
    /// If the length is not that of whole pictures.
    pub fn run(&self, pictures: &[f32]) -> Vec<Map> {
        let length = self.side * self.side * CHANNELS;
        assert!(pictures.len().is_multiple_of(length), "whole pictures");
        let mut memory = Memory::default();
        pictures.chunks_exact(length).map(|picture| self.picture(picture, &mut memory)).collect()
    }

    fn picture(&self, picture: &[f32], memory: &mut Memory) -> Map {
        let mut map = memory.map([self.side; 2], CHANNELS);
        map.values.copy_from_slice(picture);
        for block in &self.blocks[..self.count] {
            let next = through(block, &map, None, memory);
            memory.reuse(std::mem::replace(&mut map, next));
        }
        map
    }

    /// The numbers of the blocks from number `first` on, in the order in which [`Plan::compile`] asked for them. Those of 3 × 3
    /// convolutions may have been rounded once more.
    pub fn kernels(&self, first: usize) -> impl Iterator<Item = Kernel> {
        self.blocks.iter().skip(first).flatten().flat_map(Step::packed).map(|packed| {
            let (weight, bias) = match packed {
                Packed::Dense(dense) => dense.unpack(),
                Packed::Winograd(winograd) => winograd.unpack(),
                Packed::Depthwise(depthwise) => depthwise.unpack(),
            };
            Kernel { weight, bias }
        })
    }
}

impl Map {
    /// The mean of each channel: an embedding.
    pub fn pooled(&self) -> Vec<f32> {
        let mut means = vec![0.0; self.channels];
        global_mean(self.channels, &self.values, &mut means);
        means
    }
}

/// Channels of a picture.
const CHANNELS: usize = 3;
