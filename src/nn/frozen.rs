//! What stands before the part that is taught: preprocessing, and the blocks that stay as they are.

use burn::tensor::{Device, Tensor, TensorData};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::classifier::{Classifier, Pooling};
use super::head::Answer;
use super::network::{Block, through};
use super::{Architecture, Backbone, Network, read};
use crate::augment::{self, Standardizer};
use crate::error::Result;
use crate::picture::{Pixels, Preprocess};

/// The network that is trained from scratch: Keras's textbook example, on 64 × 64 pixels.
pub const SCRATCH: Architecture = Architecture::BasicCnn;

/// Width of its last map, flattened: 14 × 14 pixels of 64 channels.
pub const SCRATCH_FEATURES: usize = 14 * 14 * 64;

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
    /// In place of the preprocessing's own mean and deviation.
    standardizer: Option<Standardizer>,
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
            Basis::Pictures => (SCRATCH.preprocess(), Vec::new()),
        };
        let device = backbone.device().clone();
        Self { preprocess, standardizer: None, blocks, pooled: basis == Basis::Embeddings, device }
    }

    /// The same, but with levels standardised by this, if it is anything, instead of as the network was trained.
    pub fn standardized(self, standardizer: Option<Standardizer>) -> Self {
        Self { standardizer, ..self }
    }

    /// How levels are standardised, if not as the network was trained.
    pub fn standardizer(&self) -> Option<&Standardizer> {
        self.standardizer.as_ref()
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
        if let Some(standardizer) = &self.standardizer {
            return self.pooled(standardizer.apply(levels));
        }
        let row = |values: [f32; 3]| Tensor::<1>::from_floats(values, &self.device).reshape([1, 3, 1, 1]);
        self.pooled((levels - row(self.preprocess.mean)) / row(self.preprocess.std))
    }

    /// The same for squares as [`FrozenPart::preprocess`] makes them.
    pub fn squares(&self, squares: &[&Pixels]) -> Tensor<4> {
        self.pooled(self.normalised(squares))
    }

    /// The same before any pooling: always a map, or pixels.
    pub fn map(&self, squares: &[&Pixels]) -> Tensor<4> {
        through(&self.blocks, self.normalised(squares))
    }

    fn normalised(&self, squares: &[&Pixels]) -> Tensor<4> {
        if let Some(standardizer) = &self.standardizer {
            return standardizer.apply(augment::levels(squares, &self.device));
        }
        let side = self.preprocess.size as usize;
        let values = squares.iter().flat_map(|square| self.preprocess.normalise(square)).collect();
        let input = TensorData::new::<f32, _>(values, [squares.len(), 3, side, side]);
        Tensor::from_data(input, &self.device)
    }

    fn pooled(&self, normalised: Tensor<4>) -> Tensor<4> {
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
            let Network { blocks } = Network::init(SCRATCH, &mut ChaCha8Rng::seed_from_u64(0), backbone.device());
            Some(TrainedPart { blocks, pooling: Pooling::Flatten, features: SCRATCH_FEATURES, rooted: false })
        }
    }
}
