//! The pretrained network as everything else sees it: pictures in, embeddings out, ImageNet labels before any teaching.

use burn::tensor::activation::softmax;
use burn::tensor::{Device, Tensor, TensorData};
use serde::de::DeserializeOwned;

use super::network::pool;
use super::{Architecture, Network, Weights, cpu, read};
use crate::error::{Error, Result};
use crate::picture::{Pixels, Preprocess};

/// A pretrained network with what belongs to it: its preprocessing, its classifier and that one's labels. Pupil's own file
/// tells all of it, so that the same numbers go with the weights wherever they go. A file from elsewhere is the network
/// alone: its preprocessing is the architecture's, and it names nothing before it is taught.
pub struct Backbone {
    name: String,
    architecture: Architecture,
    network: Network,
    preprocess: Preprocess,
    classifier: Option<Classifier>,
    labels: Vec<String>,
    device: Device,
}

/// On the CPU: one small product a picture is not worth a trip to the GPU.
struct Classifier {
    /// `[features, labels]`.
    weight: Tensor<2>,
    /// `[labels]`.
    bias: Tensor<1>,
}

impl Backbone {
    /// Loads Pupil's own file (`assets/README.md` describes it), or weights of torchvision or timm for one of the networks
    /// of [`Architecture`], onto `device`.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if it is another network's, incomplete, or no such file at all.
    pub fn load(bytes: &[u8], device: &Device) -> Result<Self> {
        let weights = Weights::from_bytes(bytes)?;
        let architecture = match weights.metadata("network") {
            Ok(name) => named(name)?,
            Err(_) => Architecture::recognise(&weights)?,
        };
        let own = weights.metadata("labels").is_ok();
        let labels = if own { json(&weights, "labels")? } else { Vec::new() };
        Ok(Self {
            name: format!("{architecture}-{:08x}", crc32fast::hash(bytes)),
            architecture,
            network: Network::load(architecture, &weights, device)?,
            preprocess: if own { json(&weights, "preprocess")? } else { architecture.preprocess() },
            classifier: own.then(|| Classifier::load(&weights, labels.len(), architecture.features())).transpose()?,
            labels,
            device: device.clone(),
        })
    }

    /// Its architecture and the CRC-32 of its file: what was taught on one backbone fits no other.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which network it is.
    pub fn architecture(&self) -> Architecture {
        self.architecture
    }

    /// The network itself, without its classifier.
    pub fn network(&self) -> &Network {
        &self.network
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

    /// The labels of the pretrained classifier, in the order of its outputs; none without one.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Squares as [`Preprocess::square`] makes them → an embedding each, in one pass.
    ///
    /// # Errors
    /// [`Error::Device`] if the device fails.
    pub async fn embed(&self, squares: &[Pixels]) -> Result<Vec<Vec<f32>>> {
        let side = self.preprocess.size as usize;
        let values = squares.iter().flat_map(|square| self.preprocess.normalise(square)).collect();
        let input = TensorData::new::<f32, _>(values, [squares.len(), 3, side, side]);
        let map = self.network.forward(Tensor::from_data(input, &self.device));
        let features = map.dims()[1];
        Ok(read(pool(map)).await?.chunks_exact(features).map(<[f32]>::to_vec).collect())
    }

    /// Probabilities of the pretrained labels for one embedding; none without a pretrained classifier.
    ///
    /// # Errors
    /// [`Error::Device`] if the device fails.
    pub async fn pretrained_scores(&self, embedding: &[f32]) -> Result<Vec<f32>> {
        let Some(classifier) = &self.classifier else { return Ok(Vec::new()) };
        let row = Tensor::<2>::from_data(TensorData::new(embedding.to_vec(), [1, embedding.len()]), &cpu());
        let logits = row.matmul(classifier.weight.clone()) + classifier.bias.clone().unsqueeze();
        read(softmax(logits, 1)).await
    }
}

impl Classifier {
    fn load(weights: &Weights, labels: usize, features: usize) -> Result<Self> {
        let weight = weights.tensor::<2>("classifier.weight", [labels, features], &cpu())?;
        Ok(Self { weight: weight.transpose(), bias: weights.tensor("classifier.bias", [labels], &cpu())? })
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
