//! A trained classifier as a safetensors file: its tensors in PyTorch's layout, and how they came about in the metadata.

use std::collections::HashMap;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde::{Deserialize, Serialize};

use super::parameters::{self, Parameter};
use crate::augment::Standardizer;
use crate::data::Fingerprint;
use crate::error::{Error, Result};
use crate::eval::Familiarity;
use crate::nn::{Backbone, Basis, Classifier, HeadShape, Weights, cpu, trained_part};
use crate::train::{EpochMetrics, TrainingSettings};

/// What is known of a trained classifier beside its weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainedInfo {
    /// The classes it tells apart, in the order of its outputs.
    pub class_ids: Vec<u32>,
    /// The backbone that it stands on ([`Backbone::name`]); none of a network from scratch.
    pub backbone: Option<String>,
    /// The settings of its run.
    pub settings: TrainingSettings,
    /// The epoch whose weights were kept (1-based).
    pub best_epoch: usize,
    /// Figures of every epoch.
    pub epochs: Vec<EpochMetrics>,
    /// How many pictures it learned from.
    pub training_pictures: usize,
    /// How many were held out.
    pub validation_pictures: usize,
    /// Classes with a single source, of which nothing could be held out.
    pub unvalidated_class_ids: Vec<u32>,
}

/// A trained classifier with all that is needed to use and to judge it later.
#[derive(Clone, Debug)]
pub struct ModelFile {
    /// What the classifier stands on.
    pub basis: Basis,
    /// How its input is standardised, if not as the network was trained.
    pub standardizer: Option<Standardizer>,
    /// The weights.
    pub classifier: Classifier,
    /// How they came about.
    pub info: TrainedInfo,
    /// Ids of the pictures that it learned from.
    pub training: Vec<u32>,
    /// Ids of the pictures that were held out.
    pub validation: Vec<u32>,
    /// What it was trained on, to tell later whether that has changed.
    pub fingerprint: Fingerprint,
    /// What is like the classes, if that was learned.
    pub familiarity: Option<Familiarity>,
}

/// Version of the file's layout; a reader refuses others. The one entry of the metadata has this name, so that the same
/// model is always the same file.
const FORMAT: &str = "pupil-model-1";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    basis: Basis,
    standardizer: Option<Standardizer>,
    shape: HeadShape,
    info: TrainedInfo,
    training: Vec<u32>,
    validation: Vec<u32>,
    fingerprint: Fingerprint,
    familiarity: Option<Familiarity>,
}

impl ModelFile {
    /// The file's bytes, all tensors F32: `hidden.weight` `[hidden, features]`, `hidden.bias`, `output.weight`
    /// `[classes, hidden]`, `output.bias`, of which [`crate::nn::Head`] says what is done with them, and the parameters of the trained
    /// blocks, `blocks.N.…`, counted from the first trained one.
    ///
    /// # Errors
    /// [`Error::Device`] if the weights cannot be read.
    pub async fn to_bytes(&self) -> Result<Vec<u8>> {
        let header = Header {
            basis: self.basis,
            standardizer: self.standardizer.clone(),
            shape: self.classifier.head.shape(),
            info: self.info.clone(),
            training: self.training.clone(),
            validation: self.validation.clone(),
            fingerprint: self.fingerprint.clone(),
            familiarity: self.familiarity.clone(),
        };
        let tensors = parameters::read(&self.classifier).await?;
        let views = tensors.iter().map(|Parameter { name, shape, bytes }| {
            (name, TensorView::new(Dtype::F32, shape.clone(), bytes).expect("four bytes a value"))
        });
        let json = serde_json::to_string(&header).expect("plain data");
        let metadata = HashMap::from([(FORMAT.to_owned(), json)]);
        Ok(safetensors::serialize(views, Some(metadata)).expect("names are distinct, shapes fit"))
    }

    /// Reads such a file. Blocks go where `backbone` is, a head alone on the CPU.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is another file, of another version or for another backbone, or damaged.
    pub fn from_bytes(bytes: &[u8], backbone: &Backbone) -> Result<Self> {
        let damaged = |error: Error| Error::WrongModel { detail: error.to_string() };
        let weights = Weights::from_bytes(bytes).map_err(damaged)?;
        let json = weights.metadata(FORMAT).map_err(damaged)?;
        let header: Header = serde_json::from_str(json).map_err(unreadable)?;
        header.check(backbone)?;
        let fresh = trained_part(header.basis, backbone).ok_or_else(|| unreadable("it begins where no block is"))?;
        let device = if fresh.blocks.is_empty() { cpu() } else { backbone.device().clone() };
        if fresh.features != header.shape.features {
            let HeadShape { features, .. } = header.shape;
            let detail = format!("it is for embeddings of {features} numbers, not {}", fresh.features);
            return Err(Error::WrongModel { detail });
        }
        let head = parameters::head(&weights, header.shape, fresh.rooted, &device).map_err(damaged)?;
        let blocks = parameters::load(fresh.blocks, &weights, &device).map_err(damaged)?;
        Ok(Self {
            basis: header.basis,
            standardizer: header.standardizer,
            classifier: Classifier::new(blocks, fresh.pooling, head),
            info: header.info,
            training: header.training,
            validation: header.validation,
            fingerprint: header.fingerprint,
            familiarity: header.familiarity,
        })
    }
}

impl Header {
    fn check(&self, backbone: &Backbone) -> Result<()> {
        if let Some(other) = self.info.backbone.as_ref().filter(|&name| name != backbone.name()) {
            let detail = format!("it was trained on the network {other}, and {} is in use", backbone.name());
            return Err(Error::WrongModel { detail });
        }
        let HeadShape { features, hidden, classes } = self.shape;
        if features == 0 || hidden == 0 || classes == 0 || classes != self.info.class_ids.len() {
            return Err(unreadable(format!("{features}×{hidden}×{classes} for {} classes", self.info.class_ids.len())));
        }
        self.info.settings.validate()
    }
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::WrongModel { detail: format!("its description cannot be read ({error})") }
}
