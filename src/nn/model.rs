//! A trained classifier with what belongs to it, out of a model file and into one.

use super::backbone::Backbone;
use super::classifier::Classifier;
use super::device::cpu;
use super::parameters;
use super::trained_part::TrainedPart;
use crate::error::{Error, Result};
use crate::model::{HeadShape, ModelFile, ModelHeader};

/// A trained classifier with all that is needed to use and evaluate it later.
#[derive(Clone, Debug)]
pub struct Model {
    /// How it was trained, and where it takes its input.
    pub header: ModelHeader,
    /// The classifier.
    pub classifier: Classifier,
}

impl Model {
    /// The bytes of its [`ModelFile`].
    ///
    /// # Errors
    /// [`Error::Device`] if the weights cannot be read.
    pub async fn to_bytes(&self) -> Result<Vec<u8>> {
        let tensors = parameters::read_all(&self.classifier).await?;
        Ok(ModelFile { header: self.header.clone(), tensors }.to_bytes())
    }

    /// Reads a [`ModelFile`]. Blocks go where `backbone` is, a head alone to the CPU.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is another file, of another version or for another backbone, or damaged;
    /// [`Error::InvalidSettings`] if its settings are out of their limits.
    pub fn from_bytes(bytes: &[u8], backbone: &Backbone) -> Result<Self> {
        Self::from_file(ModelFile::from_bytes(bytes)?, backbone)
    }

    /// The same of a file that is read already.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is for another backbone, or its parts do not fit each other.
    pub fn from_file(file: ModelFile, backbone: &Backbone) -> Result<Self> {
        let wrong = |detail: String| Error::WrongModel { detail };
        let ModelFile { header, tensors } = file;
        if let Some(other) = header.info.backbone.as_ref().filter(|&name| name != backbone.name()) {
            return Err(wrong(format!("it was trained on the network {other}, and {} is in use", backbone.name())));
        }
        let part = TrainedPart::above(header.input_level, backbone)
            .ok_or_else(|| wrong("its input is the map before a block that the network does not have".into()))?;
        let HeadShape { features, .. } = header.shape;
        if part.features != features {
            return Err(wrong(format!("it is for embeddings of {features} numbers, not {}", part.features)));
        }
        let damaged = |error: Error| wrong(error.to_string());
        let device = if part.blocks.is_empty() { cpu() } else { backbone.device().clone() };
        let head = parameters::head(&tensors, &header, part.root, &device).map_err(damaged)?;
        let blocks = parameters::load(part.blocks, &tensors, &device).map_err(damaged)?;
        Ok(Self { header, classifier: Classifier::new(blocks, part.pooling, head) })
    }
}
