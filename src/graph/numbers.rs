//! Where the numbers of a convolution are: in the backbone's file, or in the model's.

use crate::error::{Error, Result};
use crate::network::{ConvSpec, NamedSpec, StateDict, StoredKernel};
use crate::weights::{Numbers, Weights};

/// Where the walk over a network's table takes its numbers from.
pub(super) trait Kernels {
    /// The numbers of a convolution in block `block`, at `place` in it.
    ///
    /// # Errors
    /// [`Error::WrongWeights`], [`Error::WrongModel`] if they are not there.
    fn kernel(&self, conv: &ConvSpec, block: usize, place: &str) -> Result<StoredKernel>;
}

/// The numbers of a network whose blocks from number `first` on are trained.
pub(super) struct Source<'s> {
    frozen: StateDict<'s>,
    trained: &'s Weights<'s>,
    first: usize,
}

impl<'s> Source<'s> {
    /// `frozen` has the blocks before `first`; of a network that is all trained, it may be any file.
    pub(super) fn new(blocks: &[NamedSpec], frozen: &'s Weights<'s>, trained: &'s Weights<'s>, first: usize) -> Self {
        Self { frozen: StateDict::of(blocks, frozen), trained, first }
    }
}

impl Kernels for Source<'_> {
    fn kernel(&self, conv: &ConvSpec, block: usize, place: &str) -> Result<StoredKernel> {
        let Some(number) = block.checked_sub(self.first) else { return self.frozen.stored(conv) };
        let values = |leaf: &str, shape: &[usize]| {
            let values = self.trained.values(&format!("blocks.{number}.{place}.conv.{leaf}"), shape);
            values.map_err(|error| Error::WrongModel { detail: error.to_string() })
        };
        let weight = Numbers::F32(values("weight", &conv.shape())?);
        Ok(StoredKernel { weight, scale: None, bias: values("bias", &conv.channels[1..])? })
    }
}
