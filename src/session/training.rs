//! Starting, driving and ending a run.

use std::collections::HashMap;

use super::Session;
use super::messages::TrainingMessage;
use super::model::Taught;
use crate::data::{Fingerprint, Split, split};
use crate::error::{Error, Result};
use crate::model::{InputLevel, ModelHeader, TrainedInfo};
use crate::nn::Model;
use crate::picture::Pixels;
use crate::settings::{Method, TrainingSettings};
use crate::train::{Ended, Example, Plan, Run, Trained};

/// A run that goes on, with what must be remembered of its start: the project may change meanwhile.
pub(super) struct Running {
    run: Run,
    backbone: String,
    class_ids: Vec<u32>,
    split: Split,
    fingerprint: Fingerprint,
}

impl Running {
    /// The best classifier so far.
    fn best(&self) -> Model {
        let Trained { settings, input_level, standardizer, classifier, best_epoch, epochs } = self.run.best();
        let Split { training, validation, unvalidated } = self.split.clone();
        let info = TrainedInfo {
            class_ids: self.class_ids.clone(),
            backbone: (input_level != InputLevel::Pictures).then(|| self.backbone.clone()),
            settings,
            best_epoch,
            epochs,
            training_pictures: training.len(),
            validation_pictures: validation.len(),
            unvalidated_class_ids: unvalidated,
        };
        let header = ModelHeader {
            input_level,
            standardizer,
            shape: classifier.head.shape(),
            info,
            training,
            validation,
            fingerprint: self.fingerprint.clone(),
            familiarity: None,
        };
        Model { header, classifier }
    }
}

impl Session {
    /// Starts a run from fresh weights with the settings as they are.
    ///
    /// # Errors
    /// [`Error::AlreadyTraining`]; [`Error::TooFewClasses`] or [`Error::EmptyClass`] if there is too little to learn from.
    pub fn start_training(&mut self) -> Result<TrainingMessage> {
        self.check_idle()?;
        let class_ids = self.dataset.training_classes()?;
        let split = split(&self.dataset, self.settings.validation_fraction, self.settings.seed);
        let training = self.examples(&split.training, &class_ids)?;
        let validation = self.examples(&split.validation, &class_ids)?;
        let plan = Plan { settings: self.settings.clone(), classes: class_ids.len(), training, validation };
        let run = Run::new(plan, &self.backbone);
        let started = TrainingMessage::Started {
            epochs: self.settings.epochs,
            steps_per_epoch: run.steps_per_epoch(),
            training_pictures: split.training.len(),
            validation_pictures: split.validation.len(),
            unvalidated_class_ids: split.unvalidated.clone(),
        };
        let fingerprint = Fingerprint::of(&self.dataset);
        let backbone = self.backbone.name().to_owned();
        self.run = Some(Running { run, backbone, class_ids, split, fingerprint });
        Ok(started)
    }

    /// Ids of the pictures whose pixels the next step needs, each to be given to [`Session::supply_picture`] first. A run on
    /// embeddings needs none.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn wanted_pictures(&mut self) -> Result<Vec<u32>> {
        match &mut self.finder {
            Some(finder) => Ok(finder.pictures()),
            None => Ok(self.running()?.run.pictures()),
        }
    }

    /// Supplies a picture for the next step. What it gives is the square that the run sees: it can be supplied in the
    /// picture's place later.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn supply_picture(&mut self, id: u32, pixels: &Pixels) -> Result<&Pixels> {
        match &mut self.finder {
            Some(finder) => Ok(finder.supply(id, pixels)),
            // Not by `running`, which would borrow more than the run.
            None => Ok(self.run.as_mut().ok_or(Error::NotTraining)?.run.supply(id, pixels)),
        }
    }

    /// Up to `steps` steps, fewer where the run ends or needs pictures. A run that ended has put its best classifier to use.
    ///
    /// # Errors
    /// [`Error::NotTraining`]; [`Error::PictureNotSupplied`] if the first step lacks one; [`Error::Device`] if the device
    /// fails.
    pub async fn train_steps(&mut self, steps: usize) -> Result<Vec<TrainingMessage>> {
        let Running { run, .. } = self.running()?;
        let mut messages = Vec::new();
        for done in 0..steps {
            if done > 0 && !run.pictures().is_empty() {
                break;
            }
            messages.extend(run.step().await?.map(TrainingMessage::Epoch));
            if let Some(reason) = run.ended() {
                messages.push(self.end_run(reason)?);
                return Ok(messages);
            }
        }
        messages.push(TrainingMessage::Step { steps: run.steps() });
        Ok(messages)
    }

    /// The best classifier of the run so far, as a safetensors file: what is left of a run that is cut off.
    ///
    /// # Errors
    /// [`Error::NotTraining`]; [`Error::Device`] if the device fails.
    pub async fn save_best_so_far(&self) -> Result<Vec<u8>> {
        self.run.as_ref().ok_or(Error::NotTraining)?.best().to_bytes().await
    }

    /// How that came about.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn run_info(&self) -> Result<TrainedInfo> {
        Ok(self.run.as_ref().ok_or(Error::NotTraining)?.best().header.info)
    }

    /// Ends the run now; its best classifier so far is put to use.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn stop_training(&mut self) -> Result<TrainingMessage> {
        self.end_run(Ended::Stopped)
    }

    /// The settings that `method` begins with, keeping of those in use what does not hang on the method.
    pub fn settings_of(&self, method: Method) -> TrainingSettings {
        let TrainingSettings { validation_fraction, balance_classes, seed, .. } = self.settings;
        TrainingSettings { validation_fraction, balance_classes, seed, ..TrainingSettings::of(method) }
    }

    /// Whether neither a run nor a search for a learning rate is under way.
    pub(super) fn check_idle(&self) -> Result<()> {
        if self.run.is_some() || self.finder.is_some() { Err(Error::AlreadyTraining) } else { Ok(()) }
    }

    fn running(&mut self) -> Result<&mut Running> {
        self.run.as_mut().ok_or(Error::NotTraining)
    }

    fn end_run(&mut self, reason: Ended) -> Result<TrainingMessage> {
        let model = self.run.take().ok_or(Error::NotTraining)?.best();
        let best_epoch = model.header.info.best_epoch;
        self.taught = Some(Taught::new(model, &self.backbone));
        Ok(TrainingMessage::Finished { reason, best_epoch })
    }

    pub(super) fn examples(&self, ids: &[u32], class_ids: &[u32]) -> Result<Vec<Example>> {
        let outputs: HashMap<u32, usize> = class_ids.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        let example = |&id| {
            let picture = self.dataset.picture(id)?;
            let class = *outputs.get(&picture.class).ok_or(Error::UnknownClass(picture.class))?;
            Ok(Example { picture: id, embedding: picture.embedding.clone(), class })
        };
        ids.iter().map(example).collect()
    }
}
