//! A trained head as a safetensors file: four tensors in PyTorch's layout, and how they came about in the metadata.

use std::collections::HashMap;

use burn::tensor::{Device, Tensor};
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde::{Deserialize, Serialize};

use crate::data::Fingerprint;
use crate::error::{Error, Result};
use crate::nn::{Head, HeadShape, Weights, read};
use crate::train::{EpochMetrics, TrainingSettings};

/// What is known of a trained head beside its weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainedInfo {
    /// The classes it tells apart, in the order of its outputs.
    pub class_ids: Vec<u32>,
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

/// A trained head with all that is needed to use and to judge it later.
#[derive(Clone, Debug)]
pub struct HeadFile {
    /// The weights, on the CPU.
    pub head: Head,
    /// How they came about.
    pub info: TrainedInfo,
    /// Ids of the pictures that it learned from.
    pub training: Vec<u32>,
    /// Ids of the pictures that were held out.
    pub validation: Vec<u32>,
    /// What it was trained on, to tell later whether that has changed.
    pub fingerprint: Fingerprint,
}

/// Version of the file's layout; a reader refuses others.
const FORMAT: &str = "pupil-head-1";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    shape: HeadShape,
    info: TrainedInfo,
    training: Vec<u32>,
    validation: Vec<u32>,
    fingerprint: Fingerprint,
}

impl HeadFile {
    /// The file's bytes: tensors `hidden.weight` `[hidden, features]`, `hidden.bias`, `output.weight` `[classes, hidden]`,
    /// `output.bias`, all F32; [`Head`] says what is done with them.
    ///
    /// # Errors
    /// [`Error::Device`] if the weights cannot be read.
    pub async fn to_bytes(&self) -> Result<Vec<u8>> {
        let shape = self.head.shape();
        let HeadShape { features, hidden, classes } = shape;
        let header = Header {
            shape,
            info: self.info.clone(),
            training: self.training.clone(),
            validation: self.validation.clone(),
            fingerprint: self.fingerprint.clone(),
        };
        let tensors = [
            ("hidden.weight", vec![hidden, features], bytes(self.head.hidden.weight.val().transpose()).await?),
            ("hidden.bias", vec![hidden], bias_bytes(&self.head.hidden).await?),
            ("output.weight", vec![classes, hidden], bytes(self.head.output.weight.val().transpose()).await?),
            ("output.bias", vec![classes], bias_bytes(&self.head.output).await?),
        ];
        let views = tensors.iter().map(|(name, shape, data)| {
            let view = TensorView::new(Dtype::F32, shape.clone(), data).expect("four bytes a value");
            (*name, view)
        });
        let json = serde_json::to_string(&header).expect("plain data");
        let metadata = HashMap::from([("format".to_owned(), FORMAT.to_owned()), ("head".to_owned(), json)]);
        Ok(safetensors::serialize(views, Some(metadata)).expect("names are distinct, shapes fit"))
    }

    /// Reads such a file onto `device`.
    ///
    /// # Errors
    /// [`Error::WrongHead`] if it is another file, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8], device: &Device) -> Result<Self> {
        let damaged = |error: Error| Error::WrongHead { detail: error.to_string() };
        let weights = Weights::from_bytes(bytes).map_err(damaged)?;
        let format = weights.metadata("format").map_err(damaged)?;
        if format != FORMAT {
            return Err(Error::WrongHead {
                detail: format!("its format is “{format}” where “{FORMAT}” is needed")
            });
        }
        let header: Header = serde_json::from_str(weights.metadata("head").map_err(damaged)?).map_err(unreadable)?;
        header.check()?;
        Ok(Self {
            head: load_head(&weights, header.shape, device).map_err(damaged)?,
            info: header.info,
            training: header.training,
            validation: header.validation,
            fingerprint: header.fingerprint,
        })
    }
}

impl Header {
    fn check(&self) -> Result<()> {
        let HeadShape { features, hidden, classes } = self.shape;
        if features == 0 || hidden == 0 || classes == 0 || classes != self.info.class_ids.len() {
            return Err(unreadable(format!("{features}×{hidden}×{classes} for {} classes", self.info.class_ids.len())));
        }
        self.info.settings.validate()
    }
}

fn load_head(weights: &Weights, shape: HeadShape, device: &Device) -> Result<Head> {
    let HeadShape { features, hidden, classes } = shape;
    let layer = |name: &str, inputs: usize, outputs: usize| {
        let weight: Tensor<2> = weights.tensor(&format!("{name}.weight"), [outputs, inputs], device)?;
        let bias: Tensor<1> = weights.tensor(&format!("{name}.bias"), [outputs], device)?;
        Ok(Head::layer(weight.transpose(), bias))
    };
    Ok(Head { hidden: layer("hidden", features, hidden)?, output: layer("output", hidden, classes)? })
}

async fn bias_bytes(layer: &burn::nn::Linear) -> Result<Vec<u8>> {
    let bias = layer.bias.as_ref().expect("every layer of a head has a bias");
    bytes(bias.val()).await
}

async fn bytes<const D: usize>(tensor: Tensor<D>) -> Result<Vec<u8>> {
    Ok(read(tensor).await?.into_iter().flat_map(f32::to_le_bytes).collect())
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::WrongHead { detail: format!("its description cannot be read ({error})") }
}
