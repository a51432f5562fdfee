//! The start of a run or a search for a learning rate, and the pictures that it needs.

use std::collections::HashMap;

use super::Session;
use super::learning::Start;
use crate::data::{Fingerprint, split};
use crate::error::{Error, Result};
use crate::lda::Learner;
use crate::picture::Pixels;
use crate::settings::Method;
use crate::train::{Example, Plan};

impl Session {
    /// Ids of the pictures whose pixels the next step needs, each to be given to [`Session::supply`] first. A run on
    /// embeddings needs none.
    ///
    /// # Errors
    /// [`Error::NotTraining`] if neither a run nor a search for a learning rate is under way.
    pub fn wanted_pictures(&mut self) -> Result<Vec<u32>> {
        Ok(self.job.as_mut().ok_or(Error::NotTraining)?.pictures())
    }

    /// Whether the next step wants these pictures as they are, not the squares that were returned for them: a run's model
    /// is compared with one that sees other squares.
    ///
    /// # Errors
    /// As [`Session::wanted_pictures`].
    pub fn wants_originals(&self) -> Result<bool> {
        Ok(self.job.as_ref().ok_or(Error::NotTraining)?.wants_originals())
    }

    /// Supplies a picture for the next step. Returns the square that the network sees, which can be supplied in the
    /// picture's place later, except where [`Session::wants_originals`] says otherwise.
    ///
    /// # Errors
    /// As [`Session::wanted_pictures`].
    pub fn supply(&mut self, id: u32, pixels: &Pixels) -> Result<&Pixels> {
        Ok(self.job.as_mut().ok_or(Error::NotTraining)?.supply(id, pixels))
    }

    /// What starts now starts from this.
    pub(super) fn start(&self) -> Result<Start> {
        if self.job.is_some() {
            return Err(Error::AlreadyTraining);
        }
        let class_ids = self.dataset.training_classes()?;
        let split = split(&self.dataset, self.settings.validation_fraction, self.settings.seed);
        let plan = Plan {
            settings: self.settings.clone(),
            classes: class_ids.len(),
            training: self.examples(&split.training, &class_ids)?,
            validation: self.examples(&split.validation, &class_ids)?,
        };
        let backbone = self.backbone.name().to_owned();
        Ok(Start { plan, backbone, class_ids, split, fingerprint: Fingerprint::of(&self.dataset) })
    }

    /// Learns what the run learns, if that is fine-tuning, which can begin with it.
    pub(super) fn discriminant(&self, start: &Start) -> Option<Learner> {
        let training = start.split.training.iter().filter_map(|&id| self.dataset.picture(id).ok());
        let fine_tunes = start.plan.settings.method == Method::FineTune;
        fine_tunes.then(|| self.learner(training, &start.class_ids))
    }

    /// Pictures as examples of their classes, whose outputs are in the order of `class_ids`.
    pub(super) fn examples(&self, ids: &[u32], class_ids: &[u32]) -> Result<Vec<Example>> {
        let outputs: HashMap<u32, usize> = class_ids.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        let example = |&id| {
            let picture = self.dataset.picture(id)?;
            let class = *outputs.get(&picture.class).ok_or(Error::UnknownClass { id: picture.class })?;
            Ok(Example { picture: id, embedding: picture.embedding.clone(), class })
        };
        ids.iter().map(example).collect()
    }
}
