//! The pretrained network as everything else sees it: pictures in, embeddings out, ImageNet labels before any training.

use burn::tensor::Device;

use super::block::Block;
use super::device::read;
use super::frozen::FrozenPart;
use super::scratch::SCRATCH;
use super::trunk::Trunk;
use crate::error::Result;
use crate::infer::PretrainedHead;
use crate::model::InputLevel;
use crate::network::{Architecture, BackboneFile};
use crate::picture::{Pixels, Preprocess};

/// A pretrained network with what belongs to it: its preprocessing, its classifier and that classifier's labels. Pupil's own
/// file holds all of it, so that the same numbers go with the weights wherever they go. A file from elsewhere is the network
/// alone: its preprocessing is the architecture's, and it has no labels.
pub struct Backbone {
    name: String,
    architecture: Architecture,
    trunk: Trunk,
    preprocess: Preprocess,
    pretrained: Option<PretrainedHead>,
    device: Device,
}

impl Backbone {
    /// Loads Pupil's own file (`assets/README.md` describes it), or weights of torchvision or timm for one of the networks
    /// of [`Architecture`], onto `device`.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if it is another network's, incomplete, or no such file at all.
    pub fn load(bytes: &[u8], device: &Device) -> Result<Self> {
        let file = BackboneFile::from_bytes(bytes)?;
        let name = file.name();
        let BackboneFile { architecture, preprocess, labels, weights, .. } = file;
        let pretrained = labels.map(|labels| PretrainedHead::load(&weights, labels, architecture.features()));
        Ok(Self {
            name,
            architecture,
            trunk: Trunk::load(architecture, preprocess.size as usize, &weights, device)?,
            preprocess,
            pretrained: pretrained.transpose()?,
            device: device.clone(),
        })
    }

    /// Its architecture and the CRC-32 of its file: a model trained on one backbone fits no other.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which network it is.
    pub fn architecture(&self) -> Architecture {
        self.architecture
    }

    /// Modules of its blocks from number `first` on, as they are before any training. On the CPU they are made now: what stays
    /// frozen needs none.
    ///
    /// # Panics
    /// If there are fewer blocks.
    pub fn blocks(&self, first: usize) -> Vec<Block> {
        self.trunk.modules(self.architecture, first, &self.device)
    }

    /// How many blocks it has.
    pub fn block_count(&self) -> usize {
        self.architecture.blocks().len()
    }

    /// Width of an embedding.
    pub fn features(&self) -> usize {
        self.architecture.features()
    }

    /// Where it runs.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// How a picture becomes this network's input.
    pub fn preprocess(&self) -> &Preprocess {
        &self.preprocess
    }

    /// The classifier that it was published with, if its file has one with labels.
    pub fn pretrained(&self) -> Option<&PretrainedHead> {
        self.pretrained.as_ref()
    }

    /// The part that stays frozen below a part that is trained from `level` on.
    pub fn frozen_below(&self, level: InputLevel) -> FrozenPart {
        let frozen = |trunk| FrozenPart::new(self.preprocess.clone(), trunk, self.device.clone());
        match level {
            InputLevel::Embeddings => frozen(self.trunk.clone()).pooled(),
            InputLevel::Block(first) => frozen(self.trunk.first(first)),
            InputLevel::Pictures => {
                FrozenPart::new(SCRATCH.preprocess(), Trunk::Modules(Vec::new()), self.device.clone())
            }
        }
    }

    /// Squares as [`Preprocess::square`] makes them → an embedding each, in one pass.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn embed(&self, squares: &[Pixels]) -> Result<Vec<Vec<f32>>> {
        let squares: Vec<&Pixels> = squares.iter().collect();
        let embeddings = self.frozen_below(InputLevel::Embeddings).squares(&squares);
        let features = embeddings.dims()[1];
        Ok(read(embeddings).await?.chunks_exact(features).map(<[f32]>::to_vec).collect())
    }
}
