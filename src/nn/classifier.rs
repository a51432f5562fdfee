//! What is trained: the last blocks of a network, or none of them, and a head on what they give.

use burn::module::Module;
use burn::tensor::{Device, Tensor};

use super::head::Head;
use super::network::{Block, pool, through};

/// How a feature map becomes the vector that the head takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Pooling {
    /// The mean of each channel (Lin et al. 2013, arXiv:1312.4400).
    Mean,
    /// Every value, row by row and within a pixel channel by channel: Keras's `Flatten` of channels-last maps.
    Flatten,
}

/// Blocks, pooling and head. Without blocks it takes embeddings (as maps of one pixel); with some, the map that the blocks
/// before them give; with all blocks of a network, pictures.
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
    /// A classifier of these parts, which live on one device.
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
}

impl Pooling {
    /// `[batch, channels, h, w]` → `[batch, channels]`, or `[batch, h · w · channels]` where it flattens.
    pub fn forward(self, map: Tensor<4>) -> Tensor<2> {
        match self {
            Self::Mean => pool(map),
            Self::Flatten => map.permute([0, 2, 3, 1]).flatten(1, 3),
        }
    }
}
