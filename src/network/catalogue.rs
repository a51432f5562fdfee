//! The networks to choose from, as data for a model picker. Figures are computed from the tables; none is measured.

use serde::Serialize;

use super::architecture::Architecture;
use super::cost::Cost;

/// A network to choose.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueEntry {
    /// Which network.
    pub architecture: Architecture,
    /// Side of the square that it sees, in pixels.
    pub size: u32,
    /// Width of an embedding.
    pub features: usize,
    /// Blocks that can be unfrozen, from the input on.
    pub blocks: Vec<String>,
    /// Trained numbers without the classifier, batch norm's γ and β among them.
    pub parameters: u64,
    /// Size of a file of all its tensors in single precision, in bytes; header and classifier not counted.
    pub bytes_f32: u64,
    /// The same in half precision.
    pub bytes_f16: u64,
    /// Multiplications for one picture, each with its addition.
    pub multiply_adds: u64,
    /// About how many bytes it needs to embed one picture: its weights, and the widest convolution's input and output.
    pub memory: u64,
    /// About how many bytes each picture of a batch adds when every block is trained: all activations.
    pub training_memory: u64,
    /// The published weights that fit, as timm calls them (`model.safetensors` of `timm/<name>`); none for a network that
    /// is trained from scratch.
    pub published: Option<&'static str>,
}

/// Bytes of a number in single precision.
const F32: u64 = 4;

impl CatalogueEntry {
    /// Every network there is.
    pub fn all() -> Vec<Self> {
        Architecture::ALL.map(Self::of).into()
    }

    /// What is known of this one.
    pub fn of(architecture: Architecture) -> Self {
        let blocks = architecture.blocks();
        let size = architecture.preprocess().size;
        let cost = Cost::of(&blocks, size as usize);
        let count = |(_, shape): &(String, Vec<usize>)| shape.iter().product::<usize>() as u64;
        let tensors = architecture.tensors();
        let stored: u64 = tensors.iter().map(count).sum();
        let statistics = |(name, _): &&(String, Vec<usize>)| name.contains(".running_");
        Self {
            architecture,
            size,
            features: architecture.features(),
            parameters: stored - tensors.iter().filter(statistics).map(count).sum::<u64>(),
            blocks: blocks.into_iter().map(|block| block.name).collect(),
            bytes_f32: stored * F32,
            bytes_f16: stored * F32 / 2,
            multiply_adds: cost.multiply_adds,
            memory: (stored + cost.widest) * F32,
            training_memory: architecture.training_memory(0),
            published: architecture.published(),
        }
    }
}
