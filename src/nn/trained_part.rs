//! A trained part before its weights are there.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::backbone::Backbone;
use super::block::Block;
use super::network::Network;
use super::pooling::Pooling;
use super::scratch::{SCRATCH, SCRATCH_FEATURES};
use crate::model::InputLevel;

/// A fresh trained part, into which a file's weights are put.
pub struct TrainedPart {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// How their last map is pooled.
    pub pooling: Pooling,
    /// Width of the pooled vector.
    pub features: usize,
    /// Whether its head takes the square root first.
    pub root: bool,
}

impl TrainedPart {
    /// What is trained from `level` on; none if `backbone` has no such block.
    pub fn above(level: InputLevel, backbone: &Backbone) -> Option<Self> {
        let of_backbone = |blocks| Self { blocks, pooling: Pooling::Mean, features: backbone.features(), root: true };
        match level {
            InputLevel::Embeddings => Some(of_backbone(Vec::new())),
            InputLevel::Block(first) => (first <= backbone.block_count()).then(|| of_backbone(backbone.blocks(first))),
            InputLevel::Pictures => {
                let Network { blocks } = Network::init(SCRATCH, &mut ChaCha8Rng::seed_from_u64(0), backbone.device());
                Some(Self { blocks, pooling: Pooling::Flatten, features: SCRATCH_FEATURES, root: false })
            }
        }
    }
}
