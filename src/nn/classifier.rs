//! What is trained: the last blocks of a network, or none of them, and a head on their output.

use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};

use super::attention::Attention;
use super::block::{Block, through};
use super::device::read;
use super::frozen::FrozenPart;
use super::head::{Head, Output};
use super::pooling::Pooling;
use crate::error::Result;
use crate::picture::Pixels;

/// Blocks, pooling and head. Without blocks it takes embeddings (as maps of one pixel); with some, the output of the blocks
/// before them; with all blocks of a network, pictures.
#[derive(Module, Debug)]
pub struct Classifier {
    /// The blocks that are trained, in order.
    pub blocks: Vec<Block>,
    /// Takes the pooled map.
    pub head: Head,
    #[module(skip)]
    pooling: Pooling,
}

impl Classifier {
    /// A classifier of these parts, which are on one device.
    pub fn new(blocks: Vec<Block>, pooling: Pooling, head: Head) -> Self {
        Self { blocks, head, pooling }
    }

    /// How the last map is pooled.
    pub fn pooling(&self) -> Pooling {
        self.pooling
    }

    /// Where its weights are.
    pub fn device(&self) -> Device {
        self.head.hidden.weight.device()
    }

    /// `[batch, channels, h, w]` → logits `[batch, classes]`. `dropout` is [`Head::forward`]'s.
    pub fn forward(&self, input: Tensor<4>, dropout: Option<Tensor<2>>) -> Tensor<2> {
        let map = through(&self.blocks, input);
        self.head.forward(self.pooling.forward(map), dropout)
    }

    /// Its output for squares that `frozen` is preprocessed for.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if a device fails.
    pub async fn outputs(&self, frozen: &FrozenPart, squares: &[&Pixels]) -> Result<Vec<Output>> {
        let input = frozen.squares(squares);
        // Blocks are where the frozen part is; a head alone is on the CPU.
        if !self.blocks.is_empty() {
            let pooled = self.pooling.forward(through(&self.blocks, input));
            return self.head.read_outputs(pooled).await;
        }
        let features = read(input).await?;
        let rows: Vec<&[f32]> = features.chunks_exact(features.len() / squares.len()).collect();
        self.head.outputs(&rows).await
    }

    /// Its output for a square that `frozen` is preprocessed for, and where in it the logit comes from whose index `choose`
    /// picks from the logits.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if a device fails.
    pub async fn explain(
        &self,
        frozen: &FrozenPart,
        square: &Pixels,
        choose: impl FnOnce(&[f32]) -> usize,
    ) -> Result<(Output, Attention)> {
        let map = through(&self.blocks, frozen.map(&[square]));
        let [_, channels, height, width] = map.dims();
        let values = read(map).await?;
        let data = TensorData::new(values.clone(), [1, channels, height, width]);
        // A head alone is on the CPU, whatever made the map.
        let pooled = self.pooling.forward(Tensor::from_data(data.clone(), &self.device()));
        let output = self.head.read_outputs(pooled).await?.swap_remove(0);
        let map = Tensor::<4>::from_data(data, &self.device().autodiff()).require_grad();
        let logits = self.head.clone().train().forward(self.pooling.forward(map.clone()), None);
        let gradients = logits.narrow(1, choose(&output.logits), 1).sum().backward();
        let gradients = read(map.grad(&gradients).expect("the logit depends on the map")).await?;
        Ok((output, Attention::grad_cam(&values, &gradients, [height, width])))
    }
}
