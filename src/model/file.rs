//! A trained classifier as a safetensors file: its tensors in PyTorch's layout, and its header as JSON in the metadata.

use super::header::ModelHeader;
use crate::error::{Error, Result};
use crate::weights::Weights;

/// Version of the file's layout; other versions are refused. It names the only entry of the metadata, so that the same
/// model is always the same file.
const FORMAT: &str = "pupil-model-1";

/// A model file: header and tensors.
///
/// The tensors are F32: `hidden.weight` `[hidden, features]`, `hidden.bias` `[hidden]`, `output.weight` `[classes, hidden]`,
/// `output.bias` `[classes]`, and the parameters of the trained blocks, `blocks.N.…`, counted from the first trained one.
pub struct ModelFile<'a> {
    /// What it says of its classifier.
    pub header: ModelHeader,
    /// The classifier's parameters by name.
    pub tensors: Weights<'a>,
}

impl<'a> ModelFile<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is another file, of another version, or damaged; [`Error::InvalidSettings`] if its
    /// settings are out of their limits.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self> {
        let wrong = |error: Error| Error::WrongModel { detail: error.to_string() };
        let tensors = Weights::from_bytes(bytes).map_err(wrong)?;
        let header: ModelHeader = serde_json::from_str(tensors.metadata(FORMAT).map_err(wrong)?)
            .map_err(|error| Error::WrongModel { detail: format!("its description cannot be read ({error})") })?;
        header.check()?;
        Ok(Self { header, tensors })
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let header = serde_json::to_string(&self.header).expect("plain data");
        self.tensors.to_safetensors(FORMAT, header)
    }
}
