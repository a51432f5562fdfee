//! Cross-validation on embeddings: each picture is predicted by a head that learned without its source.

use std::collections::BTreeSet;

use serde::Serialize;

use super::figures::{Predicted, report};
use super::messages::{MeasuredOn, Report};
use crate::data::{Picture, folds};
use crate::error::{Error, Result};
use crate::eval::{likely_wrong, softmax};
use crate::session::Session;
use crate::settings::{Method, TrainingSettings};
use crate::train::{Plan, Run};

/// How many folds: each head learns from four fifths.
const FOLDS: usize = 5;

/// Epochs of each head. Nothing is held out to choose among epochs, since that would flatter; a head on embeddings is near its
/// best here.
const EPOCHS: usize = 15;

/// A cross-validation that is running.
pub(crate) struct CrossValidation {
    class_ids: Vec<u32>,
    settings: TrainingSettings,
    folds: Vec<Vec<u32>>,
    fold: usize,
    run: Option<Run>,
    progress: Progress,
    predicted: Vec<Predicted>,
}

/// How far a cross-validation is, in optimiser steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Taken.
    pub done: usize,
    /// To be taken.
    pub total: usize,
}

/// What a cross-validation found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CrossValidated {
    /// On every picture trained on that could be predicted so.
    pub report: Report,
    /// Ids of the pictures whose label is likely wrong ([`crate::eval::likely_wrong`]), the most likely first.
    pub likely_wrong: Vec<u32>,
    /// Ids of the classes of which no picture could be measured: those with one source.
    pub unmeasured_class_ids: Vec<u32>,
}

impl Session {
    /// Starts a cross-validation of the instant method in five folds, in place of one that was running. The model in use
    /// stays.
    ///
    /// # Errors
    /// [`Error::TooFewClasses`], [`Error::EmptyClass`], [`Error::TooFewSources`].
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
            ..TrainingSettings::of(Method::Instant)
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
        let mut going = self.cross_validation.take().ok_or(Error::NotCrossValidating)?;
        for _ in 0..steps {
            if going.fold < going.folds.len() {
                self.cross_validation_step(&mut going).await?;
            }
        }
        if going.fold == going.folds.len() {
            going.progress.done = going.progress.total; // folds with too little to learn from took none of their steps
        }
        let progress = going.progress;
        self.cross_validation = Some(going);
        Ok(progress)
    }

    /// What it found, once all steps are taken; it is over then.
    ///
    /// # Errors
    /// [`Error::NotCrossValidating`], also before its end.
    pub fn cross_validated(&mut self) -> Result<CrossValidated> {
        let ended = self.cross_validation.take_if(|going| going.fold == going.folds.len());
        Ok(ended.ok_or(Error::NotCrossValidating)?.end())
    }

    async fn cross_validation_step(&self, going: &mut CrossValidation) -> Result<()> {
        if going.run.is_none() {
            going.run = self.run_without(going)?;
        }
        let Some(run) = &mut going.run else {
            going.fold += 1; // fewer than two classes are left
            return Ok(());
        };
        run.step().await?;
        going.progress.done = (going.progress.done + 1).min(going.progress.total);
        if run.ended().is_some() {
            self.predict_fold(going).await?;
        }
        Ok(())
    }

    /// A run on all folds but the one that is held out; none if fewer than two classes are left.
    fn run_without(&self, going: &CrossValidation) -> Result<Option<Run>> {
        let held_out: BTreeSet<u32> = going.folds[going.fold].iter().copied().collect();
        let there = |id: &u32| !held_out.contains(id) && self.classifiable(*id, &going.class_ids).is_some();
        let training: Vec<u32> = going.folds.concat().into_iter().filter(there).collect();
        let examples = self.examples(&training, &going.class_ids)?;
        let classes: BTreeSet<usize> = examples.iter().map(|example| example.class).collect();
        let plan = Plan {
            settings: going.settings.clone(),
            classes: going.class_ids.len(),
            training: examples,
            validation: Vec::new(),
        };
        Ok((classes.len() > 1).then(|| Run::new(plan, &self.backbone)))
    }

    async fn predict_fold(&self, going: &mut CrossValidation) -> Result<()> {
        let Some(run) = going.run.take() else { return Ok(()) };
        let fold = &going.folds[going.fold];
        let learned: BTreeSet<u32> = self.classes_without(going).collect();
        let measured = |id: &u32| {
            Some(self.classifiable(*id, &going.class_ids)?).filter(|picture| learned.contains(&picture.class))
        };
        let pictures: Vec<&Picture> = fold.iter().filter_map(measured).collect();
        let embeddings: Vec<&[f32]> = pictures.iter().map(|picture| &*picture.embedding).collect();
        let outputs = run.best().classifier.head.outputs(&embeddings).await?;
        let class = |picture: &Picture| going.class_ids.iter().position(|&id| id == picture.class);
        let predicted = pictures.iter().zip(outputs).filter_map(|(picture, output)| {
            Some(Predicted { picture: picture.id, actual: class(picture)?, logits: output.logits })
        });
        going.predicted.extend(predicted);
        going.fold += 1;
        Ok(())
    }

    /// The classes that are learned where one fold is held out.
    fn classes_without<'a>(&'a self, going: &'a CrossValidation) -> impl Iterator<Item = u32> + 'a {
        let others = going.folds.iter().enumerate().filter(|(fold, _)| *fold != going.fold).flat_map(|(_, ids)| ids);
        others.filter_map(|&id| Some(self.classifiable(id, &going.class_ids)?.class))
    }

    /// The picture, if it and its class are still there.
    fn classifiable(&self, id: u32, class_ids: &[u32]) -> Option<&Picture> {
        self.dataset.picture(id).ok().filter(|picture| class_ids.contains(&picture.class))
    }
}

impl CrossValidation {
    fn end(mut self) -> CrossValidated {
        self.predicted.sort_by_key(|each| each.picture);
        let softened: Vec<_> = self.predicted.iter().map(|each| (softmax(&each.logits, 1.0), each.actual)).collect();
        let rows: Vec<_> = softened.iter().map(|(row, actual)| (row.as_slice(), *actual)).collect();
        let report = report(MeasuredOn::CrossValidation, &self.class_ids, &self.predicted, None);
        let unmeasured = report.classes.iter().filter(|class| class.support == 0).map(|class| class.class_id);
        CrossValidated {
            likely_wrong: likely_wrong(&rows).into_iter().map(|i| self.predicted[i].picture).collect(),
            unmeasured_class_ids: unmeasured.collect(),
            report,
        }
    }
}
