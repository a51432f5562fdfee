//! The whole thing as one plain object: teach a few classes, use them, see how good they are. The page drives it through
//! `web`; tests and native tools drive it directly.

mod augment;
mod classify;
mod edit;
mod finding;
mod messages;
mod model;
mod report;
mod training;

pub use augment::AugmentationPresets;
pub use edit::Added;
pub use messages::{ClassInfo, Explanation, Kind, Prediction, Project, RateMessage, Score, TrainingMessage};
pub use report::{
    Alike, Calibrated, ClassReport, CrossValidated, Means, MeasuredOn, PicturePrediction, Progress, Report,
};

pub use crate::augment::Augmentation;
pub use crate::network::CatalogueEntry;
pub use crate::nn::{Device, cpu};
pub use crate::picture::{Pixels, decode};
pub use crate::settings::{Method, TrainingSettings};

#[cfg(target_family = "wasm")]
pub use crate::nn::webgpu;

use crate::data::Dataset;
use crate::error::Result;
use crate::nn::Backbone;
use crate::train::RateSearch;
use model::Taught;
use report::CrossValidation;
use training::Running;

/// One project: a backbone, classes with their pictures' embeddings, and the classifier that was taught.
///
/// The backbone runs on the device that was asked for, and blocks of it train there. A head alone always trains and runs on
/// the CPU: it is so small that starting a GPU kernel takes longer than the arithmetic.
pub struct Session {
    backbone: Backbone,
    dataset: Dataset,
    settings: TrainingSettings,
    taught: Option<Taught>,
    run: Option<Running>,
    finder: Option<RateSearch>,
    cross_validation: Option<CrossValidation>,
}

impl Session {
    /// An empty project with the backbone in `weights` on `device`.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if `weights` is not a backbone file.
    pub fn new(weights: &[u8], device: &Device) -> Result<Self> {
        Ok(Self {
            backbone: Backbone::load(weights, device)?,
            dataset: Dataset::default(),
            settings: TrainingSettings::default(),
            taught: None,
            run: None,
            finder: None,
            cross_validation: None,
        })
    }

    /// The settings of the next run.
    pub fn settings(&self) -> &TrainingSettings {
        &self.settings
    }

    /// Sets what the next run uses.
    ///
    /// # Errors
    /// [`crate::Error::InvalidSettings`] if one is out of its limits; then nothing changes.
    pub fn set_settings(&mut self, settings: TrainingSettings) -> Result<()> {
        settings.validate()?;
        self.settings = settings;
        Ok(())
    }

    /// The pretrained network in use.
    pub fn backbone(&self) -> &Backbone {
        &self.backbone
    }
}
