//! Cross-validation on embeddings: each picture is predicted by a head that learned without its source.

use std::collections::BTreeSet;

use super::cross_validation::{CrossValidated, CrossValidation, Progress};
use super::figures::Predicted;
use crate::data::{Picture, folds};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::settings::{Method, TrainingSettings};
use crate::train::{Plan, Run};

/// How many folds: each head learns from four fifths.
const FOLDS: usize = 5;

/// Epochs of each head. Nothing is held out to choose among epochs, since that would flatter; a head on embeddings is near its
/// best here.
const EPOCHS: usize = 15;

impl Session {
    /// Starts a cross-validation of the dense head in five folds, in place of one that was running. The model in use
    /// stays.
    ///
    /// # Errors
    /// [`Error::TooFewClasses`], [`Error::TooFewSources`].
    pub fn start_cross_validation(&mut self) -> Result<Progress> {
        let class_ids = self.dataset.training_classes()?;
        let folds = folds(&self.dataset, FOLDS, self.settings.seed);
        if folds.len() < 2 {
            return Err(Error::TooFewSources);
        }
        let own = &self.settings;
        let settings = TrainingSettings {
            epochs: EPOCHS,
            patience: 0,
            seed: own.seed,
            balance_classes: own.balance_classes,
            ..TrainingSettings::of(Method::DenseHead)
        };
        let pictures = self.dataset.for_training().count();
        let steps = |fold: &Vec<u32>| (pictures - fold.len()).div_ceil(settings.batch_size) * EPOCHS;
        let progress = Progress { done: 0, total: folds.iter().map(steps).sum() };
        self.cross_validation =
            Some(CrossValidation { class_ids, settings, folds, fold: 0, run: None, progress, predicted: Vec::new() });
        Ok(progress)
    }

    /// Up to `steps` optimiser steps.
    ///
    /// # Errors
    /// [`Error::NotCrossValidating`]; [`Error::Device`] if the device fails.
    pub async fn cross_validation_steps(&mut self, steps: usize) -> Result<Progress> {
        let mut running = self.cross_validation.take().ok_or(Error::NotCrossValidating)?;
        for _ in 0..steps {
            if !running.is_done() {
                self.cross_validation_step(&mut running).await?;
            }
        }
        if running.is_done() {
            running.progress.done = running.progress.total; // folds with too little to learn from took none of their steps
        }
        let progress = running.progress;
        self.cross_validation = Some(running);
        Ok(progress)
    }

    /// What it found, once all steps are taken; it is over then.
    ///
    /// # Errors
    /// [`Error::NotCrossValidating`], also before its end.
    pub fn cross_validated(&mut self) -> Result<CrossValidated> {
        let ended = self.cross_validation.take_if(|running| running.is_done());
        Ok(ended.ok_or(Error::NotCrossValidating)?.end())
    }

    async fn cross_validation_step(&self, running: &mut CrossValidation) -> Result<()> {
        if running.run.is_none() {
            running.run = self.run_without(running)?;
        }
        let Some(run) = &mut running.run else {
            running.fold += 1; // fewer than two classes are left
            return Ok(());
        };
        run.step().await?;
        running.progress.done = (running.progress.done + 1).min(running.progress.total);
        if run.ended().is_some() {
            self.predict_fold(running).await?;
        }
        Ok(())
    }

    /// A run on all folds but the one that is held out; none if fewer than two classes are left.
    fn run_without(&self, running: &CrossValidation) -> Result<Option<Run>> {
        let held_out: BTreeSet<u32> = running.folds[running.fold].iter().copied().collect();
        let there = |id: &u32| !held_out.contains(id) && self.classifiable(*id, &running.class_ids).is_some();
        let training: Vec<u32> = running.folds.concat().into_iter().filter(there).collect();
        let examples = self.examples(&training, &running.class_ids)?;
        let classes: BTreeSet<usize> = examples.iter().map(|example| example.class).collect();
        let plan = Plan {
            settings: running.settings.clone(),
            classes: running.class_ids.len(),
            training: examples,
            validation: Vec::new(),
        };
        Ok((classes.len() > 1).then(|| Run::new(plan, &self.backbone)))
    }

    async fn predict_fold(&self, running: &mut CrossValidation) -> Result<()> {
        let Some(run) = running.run.take() else { return Ok(()) };
        let fold = &running.folds[running.fold];
        let learned: BTreeSet<u32> = self.classes_without(running).collect();
        let measured = |id: &u32| {
            Some(self.classifiable(*id, &running.class_ids)?).filter(|picture| learned.contains(&picture.class))
        };
        let pictures: Vec<&Picture> = fold.iter().filter_map(measured).collect();
        let embeddings: Vec<&[f32]> = pictures.iter().map(|picture| &*picture.embedding).collect();
        let outputs = run.best().classifier.head.outputs(&embeddings).await?;
        let class = |picture: &Picture| running.class_ids.iter().position(|&id| id == picture.class);
        let predicted = pictures.iter().zip(outputs).filter_map(|(picture, output)| {
            Some(Predicted { picture: picture.id, actual: class(picture)?, logits: output.logits })
        });
        running.predicted.extend(predicted);
        running.fold += 1;
        Ok(())
    }

    /// The classes that are learned where one fold is held out.
    fn classes_without<'a>(&'a self, running: &'a CrossValidation) -> impl Iterator<Item = u32> + 'a {
        let others =
            running.folds.iter().enumerate().filter(|(fold, _)| *fold != running.fold).flat_map(|(_, ids)| ids);
        others.filter_map(|&id| Some(self.classifiable(id, &running.class_ids)?.class))
    }

    /// The picture, if it and its class are still there.
    fn classifiable(&self, id: u32, class_ids: &[u32]) -> Option<&Picture> {
        self.dataset.picture(id).ok().filter(|picture| class_ids.contains(&picture.class))
    }
}
