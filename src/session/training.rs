//! Starting, driving and ending a run.

use std::collections::HashMap;

use super::Session;
use super::messages::TrainingMessage;
use crate::data::{Fingerprint, Split, split};
use crate::error::{Error, Result};
use crate::export::{HeadFile, TrainedInfo};
use crate::nn::cpu;
use crate::train::{Ended, Example, HeadTrainer};

/// A run that goes on, with what must be remembered of its start: the project may change meanwhile.
pub(super) struct Run {
    trainer: HeadTrainer,
    class_ids: Vec<u32>,
    split: Split,
    fingerprint: Fingerprint,
}

impl Session {
    /// Starts a run from fresh weights with the settings as they are.
    ///
    /// # Errors
    /// [`Error::AlreadyTraining`]; [`Error::TooFewClasses`] or [`Error::EmptyClass`] if there is too little to learn from.
    pub fn start_training(&mut self) -> Result<TrainingMessage> {
        if self.run.is_some() {
            return Err(Error::AlreadyTraining);
        }
        let class_ids = self.dataset.taught_classes()?;
        let split = split(&self.dataset, self.settings.validation_fraction, self.settings.seed);
        let training = self.examples(&split.training, &class_ids)?;
        let validation = self.examples(&split.validation, &class_ids)?;
        let trainer = HeadTrainer::new(self.settings.clone(), class_ids.len(), training, validation, &cpu());
        let started = TrainingMessage::Started {
            epochs: self.settings.epochs,
            steps_per_epoch: trainer.steps_per_epoch(),
            training_pictures: split.training.len(),
            validation_pictures: split.validation.len(),
            unvalidated_class_ids: split.unvalidated.clone(),
        };
        let fingerprint = Fingerprint::of(&self.dataset);
        self.run = Some(Run { trainer, class_ids, split, fingerprint });
        Ok(started)
    }

    /// Up to `steps` optimiser steps, fewer where the run ends. A run that ended has put its best head to use.
    ///
    /// # Errors
    /// [`Error::NotTraining`]; [`Error::Device`] if the device fails.
    pub async fn train_steps(&mut self, steps: usize) -> Result<Vec<TrainingMessage>> {
        let run = self.run.as_mut().ok_or(Error::NotTraining)?;
        let mut messages = Vec::new();
        for _ in 0..steps {
            if let Some(epoch) = run.trainer.step().await? {
                messages.push(TrainingMessage::Epoch(epoch));
                if let Some(reason) = run.trainer.ended() {
                    messages.push(self.end_run(reason)?);
                    break;
                }
            }
        }
        Ok(messages)
    }

    /// Ends the run now; its best head so far is put to use.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn stop_training(&mut self) -> Result<TrainingMessage> {
        self.end_run(Ended::Stopped)
    }

    fn end_run(&mut self, reason: Ended) -> Result<TrainingMessage> {
        let Run { trainer, class_ids, split, fingerprint } = self.run.take().ok_or(Error::NotTraining)?;
        let trained = trainer.finish();
        let info = TrainedInfo {
            class_ids,
            settings: trained.settings,
            best_epoch: trained.best_epoch,
            epochs: trained.epochs,
            training_pictures: split.training.len(),
            validation_pictures: split.validation.len(),
            unvalidated_class_ids: split.unvalidated,
        };
        let best_epoch = trained.best_epoch;
        self.trained = Some(HeadFile {
            head: trained.head,
            info,
            training: split.training,
            validation: split.validation,
            fingerprint,
        });
        Ok(TrainingMessage::Finished { reason, best_epoch })
    }

    fn examples(&self, ids: &[u32], class_ids: &[u32]) -> Result<Vec<Example>> {
        let outputs: HashMap<u32, usize> = class_ids.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        let example = |&id| {
            let picture = self.dataset.picture(id)?;
            let class = *outputs.get(&picture.class).ok_or(Error::UnknownClass(picture.class))?;
            Ok(Example { embedding: picture.embedding.clone(), class })
        };
        ids.iter().map(example).collect()
    }
}
