//! What is under way: a run, in one of its two phases, or a search for a learning rate. There is one at a time.

use std::collections::HashMap;

use super::Session;
use super::finishing::Finishing;
use super::training::Training;
use crate::data::{Fingerprint, Split, split};
use crate::error::{Error, Result};
use crate::picture::Pixels;
use crate::train::{Example, Plan, RateSearch};

/// What is under way.
pub(super) enum Job {
    /// A run that learns.
    Training(Box<Training>),
    /// A run whose model is being finished.
    Finishing(Finishing),
    /// A search for a learning rate.
    RateSearch(Box<RateSearch>),
}

/// What a job starts from. A run's model is described by it: the project may change meanwhile.
pub(super) struct Start {
    pub(super) plan: Plan,
    /// The backbone's name.
    pub(super) backbone: String,
    /// Ids of the classes, in the order of the outputs.
    pub(super) class_ids: Vec<u32>,
    pub(super) split: Split,
    pub(super) fingerprint: Fingerprint,
}

impl Session {
    /// Ids of the pictures whose pixels the next step needs, each to be given to [`Session::supply`] first. A run on
    /// embeddings needs none.
    ///
    /// # Errors
    /// [`Error::NotTraining`] if neither a run nor a search for a learning rate is under way.
    pub fn wanted_pictures(&mut self) -> Result<Vec<u32>> {
        Ok(match self.job.as_mut().ok_or(Error::NotTraining)? {
            Job::Training(training) => training.run.pictures(),
            Job::Finishing(finishing) => finishing.pictures(),
            Job::RateSearch(search) => search.pictures(),
        })
    }

    /// Supplies a picture for the next step. Returns the square that the network sees, which can be supplied in the
    /// picture's place later.
    ///
    /// # Errors
    /// As [`Session::wanted_pictures`].
    pub fn supply(&mut self, id: u32, pixels: &Pixels) -> Result<&Pixels> {
        Ok(match self.job.as_mut().ok_or(Error::NotTraining)? {
            Job::Training(training) => training.run.supply(id, pixels),
            Job::Finishing(finishing) => finishing.supply(id, pixels),
            Job::RateSearch(search) => search.supply(id, pixels),
        })
    }

    /// What a job that starts now starts from.
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
