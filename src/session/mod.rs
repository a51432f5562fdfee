//! The whole thing as one plain object: train a few classes, use them, see how good they are. The page drives it through
//! `web`; tests and native tools drive it directly.

mod add;
mod augment;
mod backend;
mod classify;
mod edit;
mod finishing;
mod instant;
mod instant_info;
mod instant_model;
mod job;
mod learning;
mod messages;
mod model;
mod models;
mod outcome;
mod pass;
mod rate_search;
mod report;
mod restore;
mod rival;
mod start;
mod training;
mod views;
mod warm_up;

pub use add::{Added, AddedEmbedding};
pub use augment::AugmentationPresets;
pub use backend::Backend;
pub use instant_info::{InstantClass, InstantInfo, OutOfFold, TakenFor};
pub use messages::{
    AddedClass, ClassInfo, Explanation, Kind, MadeBy, Prediction, Project, RateMessage, Score, Trained, TrainingMessage,
};
pub use outcome::{Comparison, Outcome, Why};
pub use report::{
    Calibrated, ClassReport, CrossValidated, Means, MeasuredOn, NearDuplicate, PicturePrediction, Progress, Report,
    ReportOn,
};
pub use restore::{StoredClass, StoredProject};
pub use rival::Standing;

pub use crate::augment::Augmentation;
pub use crate::network::CatalogueEntry;
pub use crate::nn::{Device, cpu};
pub use crate::picture::{ENOUGH, Pixels, decode, decode_jpeg, decode_reduced};
pub use crate::settings::{Method, TrainingSettings};

use crate::data::Dataset;
use crate::error::Result;
use crate::nn::Backbone;
use instant_model::Instant;
use job::Job;
use model::TrainedModel;
use report::CrossValidation;

/// One project: a backbone, classes with their pictures' embeddings, and a trained model.
///
/// The backbone runs on the device that was asked for, and blocks of it train there. A head alone always trains and runs on
/// the CPU: it is so small that starting a GPU kernel takes longer than the arithmetic.
pub struct Session {
    backbone: Backbone,
    dataset: Dataset,
    settings: TrainingSettings,
    /// The trained model in use; without one, the instant model is.
    model: Option<TrainedModel>,
    instant: Instant,
    /// The model of the last run, if it is not in use.
    unused: Option<TrainedModel>,
    /// What is compared with the model in use; without one, the instant model is.
    rival: Option<TrainedModel>,
    job: Option<Job>,
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
            model: None,
            instant: Instant::default(),
            unused: None,
            rival: None,
            job: None,
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
