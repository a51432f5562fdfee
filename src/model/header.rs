//! What a model file says beside its tensors.

use serde::{Deserialize, Serialize};

use super::metrics::EpochMetrics;
use crate::augment::Standardizer;
use crate::data::Fingerprint;
use crate::error::{Error, Result};
use crate::eval::Familiarity;
use crate::settings::TrainingSettings;

/// At which level a trained part takes its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum InputLevel {
    /// The embeddings of the whole backbone.
    Embeddings,
    /// The feature map before the backbone's block of this number (0-based).
    Block(usize),
    /// Pixels: a network of its own.
    Pictures,
}

/// A head that takes the square root of an embedding clamps its values to this minimum first: the root's slope at 0 is infinite, and
/// a trained backbone would follow it.
pub const MIN_ROOTED: f32 = 1e-6;

/// Widths of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadShape {
    /// Width of the embedding.
    pub features: usize,
    /// Width of the hidden layer.
    pub hidden: usize,
    /// Number of classes.
    pub classes: usize,
}

/// The head that fine-tuning began with: the one that was right more often on what was held out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StartingHead {
    /// A dense head, trained on embeddings.
    DenseHead,
    /// The instant model's, in closed form.
    Instant,
}

/// How a classifier was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainedInfo {
    /// The classes it tells apart, in the order of its outputs.
    pub class_ids: Vec<u32>,
    /// Name of the backbone below it (its architecture and a checksum); none for a network from scratch.
    pub backbone: Option<String>,
    /// The settings of its run; none for the instant model, which no run makes.
    pub settings: Option<TrainingSettings>,
    /// The epoch whose weights were saved (1-based); 0 if none was better than the start.
    pub best_epoch: usize,
    /// Figures of every epoch.
    pub epochs: Vec<EpochMetrics>,
    /// Number of pictures it was trained on.
    pub training_pictures: usize,
    /// Number of pictures held out; of the instant model, of those that were measured out of fold.
    pub validation_pictures: usize,
    /// Classes with a single source, of which nothing could be held out.
    pub unvalidated_class_ids: Vec<u32>,
    /// The head that fine-tuning began with; none for other methods, and in files of earlier versions.
    #[serde(default)]
    pub started_from: Option<StartingHead>,
}

/// What a model file says of its classifier: all that is needed, beside the tensors, to use and evaluate it later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelHeader {
    /// Where the classifier takes its input. The file calls it `basis`.
    #[serde(rename = "basis")]
    pub input_level: InputLevel,
    /// How its input is standardised, if not as the network was trained.
    pub standardizer: Option<Standardizer>,
    /// Widths of its head.
    pub shape: HeadShape,
    /// Whether its hidden layer has no activation.
    #[serde(default)]
    pub linear: bool,
    /// How it was trained.
    pub info: TrainedInfo,
    /// Ids of the pictures it was trained on.
    pub training: Vec<u32>,
    /// Ids of the pictures held out.
    pub validation: Vec<u32>,
    /// What it was trained on, to show later whether that has changed.
    pub fingerprint: Fingerprint,
    /// What is like the classes, if that was learned.
    pub familiarity: Option<Familiarity>,
}

impl ModelHeader {
    /// Checks that its parts fit each other.
    ///
    /// # Errors
    /// [`Error::WrongModel`], [`Error::InvalidSettings`].
    pub(super) fn check(&self) -> Result<()> {
        let HeadShape { features, hidden, classes } = self.shape;
        if features == 0 || hidden == 0 || classes == 0 || classes != self.info.class_ids.len() {
            let sizes = format!("{features}×{hidden}×{classes} for {} classes", self.info.class_ids.len());
            return Err(Error::WrongModel { detail: format!("its description cannot be read ({sizes})") });
        }
        let standardized = self.standardizer.as_ref().is_none_or(Standardizer::is_finite);
        if !standardized || !self.familiarity.as_ref().is_none_or(Familiarity::is_finite) {
            return Err(Error::WrongModel { detail: "its description has numbers that are not finite".into() });
        }
        self.info.settings.as_ref().map_or(Ok(()), TrainingSettings::validate)
    }
}
