//! What a session holds.

use super::job::Job;
use super::report::CrossValidation;
use super::trained_model::TrainedModel;
use crate::data::Dataset;
use crate::error::Result;
use crate::nn::{Backbone, Device};
use crate::settings::TrainingSettings;

/// One project: a backbone, classes with their pictures' embeddings, and a trained model.
///
/// The backbone runs on the device that was asked for, and blocks of it train there. A head alone always trains and runs on
/// the CPU: it is so small that starting a GPU kernel takes longer than the arithmetic.
pub struct Session {
    pub(super) backbone: Backbone,
    pub(super) dataset: Dataset,
    pub(super) settings: TrainingSettings,
    pub(super) model: Option<TrainedModel>,
    pub(super) job: Option<Job>,
    pub(super) cross_validation: Option<CrossValidation>,
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
