//! What stands before the part that is taught: preprocessing, and the blocks that stay as they are.

use burn::tensor::{Device, Tensor, TensorData};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::classifier::{Classifier, Pooling};
use super::head::Answer;
use super::network::{Block, through};
use super::{Backbone, Network, basic_cnn, read};
use crate::error::Result;
use crate::picture::{Pixels, Preprocess};

/// Where a taught part begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Basis {
    /// On the embeddings of the whole backbone.
    Embeddings,
    /// On the map before the backbone's block of this number.
    Block(usize),
    /// On the pixels: a network of its own.
    Pictures,
}

/// Turns pictures into what the taught part takes.
#[derive(Clone, Debug)]
pub struct FrozenPart {
    preprocess: Preprocess,
    blocks: Vec<Block>,
    pooled: bool,
    device: Device,
}

impl FrozenPart {
    /// The part of `backbone` below `basis`, on its device.
    pub fn below(basis: Basis, backbone: &Backbone) -> Self {
        let blocks = &backbone.network().blocks;
        let (preprocess, blocks) = match basis {
            Basis::Embeddings => (backbone.preprocess().clone(), blocks.clone()),
            Basis::Block(first) => (backbone.preprocess().clone(), blocks[..first.min(blocks.len())].to_vec()),
            Basis::Pictures => (scratch_preprocess(), Vec::new()),
        };
        Self { preprocess, blocks, pooled: basis == Basis::Embeddings, device: backbone.device().clone() }
    }

    /// How a picture becomes a square.
    pub fn preprocess(&self) -> &Preprocess {
        &self.preprocess
    }

    /// Where it computes.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Levels 0–255 `[batch, 3, h, w]` → the taught part's input: embeddings `[batch, features, 1, 1]`, a map, or pixels that
    /// are only normalised.
    pub fn levels(&self, levels: Tensor<4>) -> Tensor<4> {
        let row = |values: [f32; 3]| Tensor::<1>::from_floats(values, &self.device).reshape([1, 3, 1, 1]);
        self.normalised((levels - row(self.preprocess.mean)) / row(self.preprocess.std))
    }

    /// The same for squares as [`FrozenPart::preprocess`] makes them.
    pub fn squares(&self, squares: &[&Pixels]) -> Tensor<4> {
        let side = self.preprocess.size as usize;
        let values = squares.iter().flat_map(|square| self.preprocess.normalise(square)).collect();
        let input = TensorData::new::<f32, _>(values, [squares.len(), 3, side, side]);
        self.normalised(Tensor::from_data(input, &self.device))
    }

    fn normalised(&self, normalised: Tensor<4>) -> Tensor<4> {
        let map = through(&self.blocks, normalised);
        if self.pooled { map.mean_dims(&[2, 3]) } else { map }
    }
}

impl Classifier {
    /// What it makes of squares that `frozen` is preprocessed for.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if a device fails.
    pub async fn answers(&self, frozen: &FrozenPart, squares: &[&Pixels]) -> Result<Vec<Answer>> {
        let input = frozen.squares(squares);
        // Blocks live where the frozen part does; a head alone lives on the CPU.
        if !self.blocks.is_empty() {
            let pooled = self.pooling().forward(through(&self.blocks, input));
            return self.head.read_answers(pooled).await;
        }
        let features = read(input).await?;
        let rows: Vec<&[f32]> = features.chunks_exact(features.len() / squares.len()).collect();
        self.head.answers(&rows).await
    }
}

/// What Keras's textbook example feeds its network: 64 × 64 pixels, 0–1.
fn scratch_preprocess() -> Preprocess {
    Preprocess { size: 64, crop: 1.0, mean: [0.0; 3], std: [255.0; 3] }
}

/// A fresh trained part: what a file's weights are put into.
pub struct TrainedPart {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// How their last map is pooled.
    pub pooling: Pooling,
    /// Width of the pooled vector.
    pub features: usize,
    /// Whether its head takes the square root first.
    pub rooted: bool,
}

/// What is trained above `basis`; none if `backbone` has no such block.
pub fn trained_part(basis: Basis, backbone: &Backbone) -> Option<TrainedPart> {
    let backbone_part = |blocks| TrainedPart {
        blocks,
        pooling: Pooling::Mean,
        features: backbone.architecture().features(),
        rooted: true,
    };
    match basis {
        Basis::Embeddings => Some(backbone_part(Vec::new())),
        Basis::Block(first) => Some(backbone_part(backbone.network().blocks.get(first..)?.to_vec())),
        Basis::Pictures => {
            let (Network { blocks }, features) = basic_cnn(&mut ChaCha8Rng::seed_from_u64(0), backbone.device());
            Some(TrainedPart { blocks, pooling: Pooling::Flatten, features, rooted: false })
        }
    }
}
