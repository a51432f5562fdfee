//! A backbone's file and a model's → one graph.

use super::head::{Head, Label};
use super::input::Input;
use super::layer::{Layer, Pooling};
use super::numbers::Source;
use super::walk;
use crate::error::{Error, Result};
use crate::model::{InputLevel, MIN_ROOTED, ModelFile};
use crate::network::{Architecture, BackboneFile};

/// A trained model: picture → layers → pooling → head → a probability for each label.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// Which network it is.
    pub architecture: Architecture,
    /// How a picture becomes the first value.
    pub input: Input,
    /// In the order of the forward pass; the last one makes the map that is pooled.
    pub layers: Vec<Layer>,
    /// How that map becomes a vector.
    pub pooling: Pooling,
    /// The dense layers.
    pub head: Head,
    /// A name for each output.
    pub labels: Vec<String>,
}

impl Graph {
    /// The model in the file `model` on the backbone in the file `backbone`, with the outputs of the classes in `labels`: a class
    /// that is not there is left out, as if it were disabled.
    ///
    /// # Errors
    /// [`Error::WrongWeights`], [`Error::WrongModel`] if a file is damaged, or the two do not belong together;
    /// [`Error::TooFewClasses`] if no label is for one of the model's classes.
    pub fn new(backbone: &BackboneFile, model: &ModelFile, labels: &[Label]) -> Result<Self> {
        let level = model.header.input_level;
        check_backbone(backbone, model)?;
        let own = Architecture::BasicCnn;
        let (architecture, preprocess, pooling, root) = match level {
            InputLevel::Pictures => (own, own.preprocess(), Pooling::Flatten, None),
            _ => (backbone.architecture, backbone.preprocess.clone(), Pooling::Mean, Some(MIN_ROOTED)),
        };
        let blocks = architecture.blocks();
        let first = match level {
            InputLevel::Embeddings => blocks.len(),
            InputLevel::Block(first) => first,
            InputLevel::Pictures => 0,
        };
        let source = Source::new(&blocks, &backbone.weights, &model.tensors, first);
        let layers = walk::layers(&blocks, preprocess.size, &source)?;
        let ids = &model.header.info.class_ids;
        let name = |id: &u32| labels.iter().find(|label| label.id == *id).map(|label| label.name.clone());
        let graph = Self {
            architecture,
            input: Input::new(&preprocess, model.header.standardizer.as_ref()),
            layers,
            pooling,
            head: Head::of(model, root, labels)?,
            labels: ids.iter().filter_map(name).collect(),
        };
        graph.check_features(model.header.shape.features)
    }

    /// Width of the pooled vector.
    pub fn features(&self) -> usize {
        let [channels, height, width] = self.map();
        match self.pooling {
            Pooling::Mean => channels,
            Pooling::Flatten => channels * height * width,
        }
    }

    /// Channels, height and width of the last map.
    pub fn map(&self) -> [usize; 3] {
        self.layers.last().map_or([0; 3], |layer| layer.shape)
    }

    fn check_features(self, features: usize) -> Result<Self> {
        match self.features() {
            found if found == features => Ok(self),
            found => Err(wrong(format!("it is for embeddings of {features} numbers, not {found}"))),
        }
    }
}

fn check_backbone(backbone: &BackboneFile, model: &ModelFile) -> Result<()> {
    let name = backbone.name();
    match &model.header.info.backbone {
        Some(other) if *other != name => {
            Err(wrong(format!("it was trained on the network {other}, and {name} is in use")))
        }
        _ => backbone.architecture.check(&backbone.weights),
    }
}

fn wrong(detail: String) -> Error {
    Error::WrongModel { detail }
}
