//! A backbone's file: its tensors, and what belongs to them.

use serde::de::DeserializeOwned;

use super::architecture::Architecture;
use crate::error::{Error, Result};
use crate::picture::Preprocess;
use crate::weights::Weights;

/// A file with the weights of a network. Pupil's own (`assets/README.md` describes it) holds all that belongs to them; a file
/// of torchvision or timm is the network alone: its preprocessing is the architecture's, and it has no labels.
pub struct BackboneFile<'a> {
    bytes: &'a [u8],
    /// Which network it is.
    pub architecture: Architecture,
    /// How a picture becomes the network's input.
    pub preprocess: Preprocess,
    /// Labels of the classifier in the file, in the order of its outputs; none if it is not Pupil's own.
    pub labels: Option<Vec<String>>,
    /// The tensors. [`Architecture::check`] says whether they fit.
    pub weights: Weights<'a>,
}

impl<'a> BackboneFile<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if it is another network's, or no such file at all.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self> {
        let mut dicts = Weights::all_from_bytes(bytes)?;
        let own = dicts.iter().position(|weights| weights.metadata("network").is_ok());
        let (architecture, weights) = match own.map(|own| dicts.swap_remove(own)) {
            Some(weights) => (named(weights.metadata("network")?)?, weights),
            None => Architecture::recognise(dicts)?,
        };
        let own = weights.metadata("labels").is_ok();
        Ok(Self {
            bytes,
            architecture,
            preprocess: if own { json(&weights, "preprocess")? } else { architecture.preprocess() },
            labels: own.then(|| json(&weights, "labels")).transpose()?,
            weights,
        })
    }

    /// Its architecture and the CRC-32 of the file: a model trained on one backbone fits no other.
    pub fn name(&self) -> String {
        format!("{}-{:08x}", self.architecture, crc32fast::hash(self.bytes))
    }
}

fn named(name: &str) -> Result<Architecture> {
    let known = serde_json::from_value(name.into());
    known.map_err(|_| Error::WrongWeights {
        detail: format!("it holds “{name}”, which is none of Pupil's networks")
    })
}

fn json<T: DeserializeOwned>(weights: &Weights, key: &str) -> Result<T> {
    serde_json::from_str(weights.metadata(key)?)
        .map_err(|error| Error::WrongWeights { detail: format!("its “{key}” cannot be read ({error})") })
}
