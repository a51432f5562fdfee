//! A run: starting it, driving it and ending it.
//!
//! A run has two phases. First it learns ([`Learning`]). Then its best model is finished ([`super::finishing`]), and put to
//! use if it is no worse than the one in use.

use std::collections::BTreeSet;

use super::Session;
use super::instant_model::InstantModel;
use super::job::Job;
use super::learning::{Learning, Start};
use super::messages::{Trained, TrainingMessage};
use super::model::TrainedModel;
use super::pass::Pass;
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::nn::{Model, Output};
use crate::settings::{Method, TrainingSettings};
use crate::train::{Ended, Run};

impl Session {
    /// Starts a run from fresh weights with the settings as they are.
    ///
    /// # Errors
    /// [`Error::AlreadyTraining`] while a run in any phase or a search for a learning rate is under way;
    /// [`Error::TooFewClasses`] if there is too little to learn from.
    pub fn start_training(&mut self) -> Result<TrainingMessage> {
        let start = self.start()?;
        let run = Run::new(start.plan.clone(), &self.backbone).beside(self.discriminant(&start));
        let started = TrainingMessage::Started {
            epochs: self.settings.epochs,
            steps_per_epoch: run.steps_per_epoch(),
            training_pictures: start.split.training.len(),
            validation_pictures: start.split.validation.len(),
            unvalidated_class_ids: start.split.unvalidated.clone(),
            empty_class_ids: self.dataset.empty_classes(),
        };
        self.job = Some(Job::Learning(Box::new(Learning { run, start })));
        self.unused = None;
        Ok(started)
    }

    /// Up to `steps` steps, fewer where the run ends or needs pictures ([`Session::wanted_pictures`]). After
    /// [`TrainingMessage::Finished`], the run's best model is in use, or the one before it, if that is the better one.
    ///
    /// # Errors
    /// [`Error::NotTraining`]; [`Error::PictureNotSupplied`] if the first step lacks one; [`Error::Device`] if the device
    /// fails.
    pub async fn train_steps(&mut self, steps: usize) -> Result<Vec<TrainingMessage>> {
        let mut messages = self.train_step().await?;
        for _ in 1..steps {
            if self.job.is_none() || !self.wanted_pictures()?.is_empty() {
                break;
            }
            messages.extend(self.train_step().await?);
        }
        if let Some(Job::Learning(learning)) = &self.job {
            messages.push(TrainingMessage::Step { steps: learning.run.steps() });
        }
        Ok(messages)
    }

    /// Ends the learning now: what follows is the last phase, which [`Session::train_steps`] takes to its end. Changes
    /// nothing in the last phase.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn stop_training(&mut self) -> Result<Vec<TrainingMessage>> {
        match &self.job {
            Some(Job::Learning(_)) => Ok(vec![self.start_finishing(Ended::Stopped)?]),
            Some(Job::Finishing(_)) => Ok(Vec::new()),
            _ => Err(Error::NotTraining),
        }
    }

    /// Ends the run at once, in whatever phase. A model that was not finished never says that a picture is none of its
    /// classes, and does not replace one that it could be compared with.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn finish_training(&mut self) -> Result<Vec<TrainingMessage>> {
        let mut messages = self.stop_training()?;
        messages.push(self.end_training()?);
        Ok(messages)
    }

    /// The best model so far of the run under way, as a safetensors file: what is left of a run that is cut off. After a run
    /// whose model is not in use, that model.
    ///
    /// # Errors
    /// [`Error::NotTraining`]; [`Error::Device`] if the device fails.
    pub async fn save_best(&self) -> Result<Vec<u8>> {
        self.best()?.to_bytes().await
    }

    /// How that model came about.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn run_info(&self) -> Result<Trained> {
        Ok(Trained::from(&self.best()?.header.info))
    }

    /// The settings that `method` begins with. What does not depend on the method stays as it is in use.
    pub fn settings_of(&self, method: Method) -> TrainingSettings {
        let TrainingSettings { validation_fraction, balance_classes, seed, .. } = self.settings;
        TrainingSettings { validation_fraction, balance_classes, seed, ..TrainingSettings::of(method) }
    }

    async fn train_step(&mut self) -> Result<Vec<TrainingMessage>> {
        match &mut self.job {
            Some(Job::Learning(learning)) => {
                let epoch = learning.run.step().await?.map(TrainingMessage::Epoch);
                let finishing = learning.run.ended().map(|reason| self.start_finishing(reason)).transpose()?;
                Ok(epoch.into_iter().chain(finishing).collect())
            }
            Some(Job::Finishing(finishing)) => {
                finishing.step().await?;
                if finishing.is_done() { Ok(vec![self.end_training()?]) } else { Ok(Vec::new()) }
            }
            _ => Err(Error::NotTraining),
        }
    }

    fn start_finishing(&mut self, reason: Ended) -> Result<TrainingMessage> {
        let job = self.job.take_if(|job| matches!(job, Job::Learning(_)));
        let Some(Job::Learning(learning)) = job else { return Err(Error::NotTraining) };
        let before = match (self.instant_in_use(), &self.model) {
            (Some(instant), _) => Some(self.out_of_fold(instant, &learning.start)?),
            (None, model) => model.as_ref().map(|model| self.comparing(model, &learning.start)).transpose()?,
        };
        self.job = Some(Job::Finishing(Box::new(learning.finish(reason, &self.backbone, before))));
        Ok(TrainingMessage::Finishing { reason })
    }

    fn end_training(&mut self) -> Result<TrainingMessage> {
        let job = self.job.take_if(|job| matches!(job, Job::Finishing(_)));
        let Some(Job::Finishing(finishing)) = job else { return Err(Error::NotTraining) };
        let (reason, model, outcome) = finishing.end(self.in_use());
        let best_epoch = model.header().info.best_epoch;
        *if outcome.in_use { &mut self.model } else { &mut self.unused } = Some(model);
        Ok(TrainingMessage::Finished { reason, best_epoch, outcome })
    }

    /// The model in use, to predict what was held out from it and from the run that began at `start`: enabled pictures of no
    /// source that it learned from, in the classes that they are in now.
    fn comparing(&self, model: &TrainedModel, start: &Start) -> Result<Pass> {
        let picture = |id: &u32| self.dataset.picture(*id).ok();
        let learned: BTreeSet<&str> =
            model.header().training.iter().filter_map(picture).map(|picture| &*picture.source).collect();
        let held_out: BTreeSet<u32> = start.split.validation.iter().copied().collect();
        let fair = |picture: &&Picture| {
            let known = [&start.class_ids, &model.header().info.class_ids].map(|ids| ids.contains(&picture.class));
            held_out.contains(&picture.id) && !learned.contains(&*picture.source) && known == [true, true]
        };
        let ids: Vec<u32> = self.dataset.for_training().filter(fair).map(|picture| picture.id).collect();
        let examples = self.examples(&ids, &start.class_ids)?;
        Ok(Pass::new(model.with_outputs_for(&examples), examples))
    }

    /// The answers of the instant model for what was held out from the run that began at `start`: it learned from each picture, but
    /// answers for it out of fold.
    fn out_of_fold(&self, instant: &InstantModel, start: &Start) -> Result<Pass> {
        let held_out: BTreeSet<u32> = start.split.validation.iter().copied().collect();
        let fair = |id: &u32| {
            let known = |picture: &Picture| start.class_ids.contains(&picture.class);
            held_out.contains(id) && self.dataset.picture(*id).is_ok_and(known)
        };
        let answers: Vec<_> = instant.answers.iter().filter(|answer| fair(&answer.picture)).collect();
        let ids: Vec<u32> = answers.iter().map(|answer| answer.picture).collect();
        let outputs = answers.iter().map(|answer| Output { logits: answer.logits.clone(), hidden: Vec::new() });
        let examples = self.examples(&ids, &start.class_ids)?;
        Ok(Pass::answered(instant.model.with_outputs_for(&[]), examples, outputs.collect()))
    }

    fn best(&self) -> Result<Model> {
        match &self.job {
            Some(Job::Learning(learning)) => Ok(learning.best()),
            Some(Job::Finishing(finishing)) => Ok(finishing.model().clone()),
            _ => self.unused.as_ref().map(|unused| unused.model.clone()).ok_or(Error::NotTraining),
        }
    }
}
