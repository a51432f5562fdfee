//! The networks there are, each a table of its own.

mod efficientnet;
mod inverted_residual;
mod names;

use serde::{Deserialize, Serialize};

use super::network::NamedSpec;
use crate::picture::Preprocess;

/// A network by name, without its weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Architecture {
    EfficientnetLite0,
    EfficientnetLite1,
    EfficientnetLite2,
    EfficientnetLite3,
    EfficientnetLite4,
}

impl Architecture {
    /// What it is made of, from the input to the last feature map. Every block has weights.
    pub fn blocks(self) -> Vec<NamedSpec> {
        match self {
            Self::EfficientnetLite0 => efficientnet::blocks(efficientnet::SCALES[0]),
            Self::EfficientnetLite1 => efficientnet::blocks(efficientnet::SCALES[1]),
            Self::EfficientnetLite2 => efficientnet::blocks(efficientnet::SCALES[2]),
            Self::EfficientnetLite3 => efficientnet::blocks(efficientnet::SCALES[3]),
            Self::EfficientnetLite4 => efficientnet::blocks(efficientnet::SCALES[4]),
        }
    }

    /// The blocks' names, for people: "stem", "block 1", …
    pub fn block_names(self) -> Vec<String> {
        self.blocks().into_iter().map(|block| block.name).collect()
    }

    /// Channels of the last feature map: the width of an embedding.
    pub fn features(self) -> usize {
        self.blocks().iter().fold(3, |channels, block| block.spec.channels(channels))
    }

    /// How the published weights want their pictures.
    pub fn preprocess(self) -> Preprocess {
        let size = match self {
            Self::EfficientnetLite0 => 224,
            Self::EfficientnetLite1 => 240,
            Self::EfficientnetLite2 => 260,
            Self::EfficientnetLite3 => 280,
            Self::EfficientnetLite4 => 300,
        };
        Preprocess { size, crop: 1.0, mean: [127.0; 3], std: [128.0; 3] }
    }

    /// What a file calls `name` → what it is called in [`Architecture::blocks`].
    pub(super) fn canonical(self, name: &str) -> String {
        names::efficientnet_lite(name)
    }
}
