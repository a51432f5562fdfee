//! A run of any method: which pictures it needs, and its steps.

use std::sync::Arc;

use super::feed::{Feed, Slot};
use super::fit::Fit;
use super::metrics::EpochMetrics;
use super::plan::Plan;
use super::random::{Stream, stream};
use super::settings::{Method, TrainingSettings};
use super::trainer::{Best, Ended, Trainer};
use crate::augment::Standardizer;
use crate::error::{Error, Result};
use crate::nn::{Backbone, Basis, Classifier, FrozenPart};
use crate::picture::Pixels;

/// One picture as a run sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The picture's id.
    pub picture: u32,
    /// Its embedding, shared with whoever keeps it.
    pub embedding: Arc<[f32]>,
    /// Index of its class among the outputs.
    pub class: usize,
}

/// What a run leaves: the best classifier and how it came about.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The settings of the run.
    pub settings: TrainingSettings,
    /// What the classifier stands on.
    pub basis: Basis,
    /// How its input is standardised, if not as the network was trained.
    pub standardizer: Option<Standardizer>,
    /// Weights of the best epoch, off the training graph.
    pub classifier: Classifier,
    /// The epoch the weights are from (1-based); 0 if none was better than the start.
    pub best_epoch: usize,
    /// Figures of every epoch that ran.
    pub epochs: Vec<EpochMetrics>,
}

/// A training run that its caller drives: supply the pictures that it names, then let it step. The same examples, settings
/// and device give the same run.
pub struct Run {
    settings: TrainingSettings,
    /// What comes before the first step.
    fit: Option<Fit>,
    stage: Stage,
    /// Makes the second stage out of what the first has trained.
    next: Option<Box<dyn FnOnce(Classifier) -> Stage>>,
}

/// A training of one classifier. Fine-tuning has two: the head, then the head with blocks.
pub(super) struct Stage {
    pub(super) basis: Basis,
    pub(super) trainer: Trainer,
    pub(super) feed: Feed,
}

impl Stage {
    pub(super) fn new(
        settings: TrainingSettings,
        basis: Basis,
        frozen: FrozenPart,
        classifier: Classifier,
        slots: [Vec<Slot>; 2],
    ) -> Self {
        let [training, validation] = slots.each_ref().map(|slots| slots.iter().map(|slot| slot.class).collect());
        let views = stream(settings.seed, Stream::Views);
        // Views for a head are made once; what is fine-tuned sees new ones in each epoch.
        let keeps_views = matches!(settings.method, Method::Instant | Method::AugmentedHead);
        let feed = Feed::new(frozen, settings.augmentation.clone(), slots, keeps_views, views, classifier.device());
        let trained = settings.method == Method::FineTune;
        Self { basis, trainer: Trainer::new(settings, classifier, trained, training, validation), feed }
    }
}

impl Run {
    /// A run over `training`, which must not be empty and holds classes `0..classes`. Blocks and networks from scratch
    /// train where `backbone` is, heads on the CPU.
    pub fn new(
        settings: &TrainingSettings,
        backbone: &Backbone,
        classes: usize,
        training: Vec<Example>,
        validation: Vec<Example>,
    ) -> Self {
        let fits = settings.method == Method::Scratch && settings.augmentation.needs_statistics();
        let fit = fits.then(|| Fit::new(&training, settings.batch_size));
        let plan = Plan { settings: settings.clone(), classes, training, validation };
        let (stage, next) = match settings.method {
            Method::Instant | Method::AugmentedHead => (plan.head(backbone), None),
            Method::Scratch => (plan.scratch(backbone), None),
            Method::FineTune => {
                let first = plan.with(settings.head_first()).head(backbone);
                let next: Box<dyn FnOnce(Classifier) -> Stage> = Box::new(plan.fine_tuning(backbone));
                (first, Some(next))
            }
        };
        Self { settings: settings.clone(), fit, stage, next }
    }

    /// Optimiser steps an epoch takes, of what fine-tunes only: the head before it has batches of its own size.
    pub fn steps_per_epoch(&self) -> usize {
        self.stage.trainer.examples().div_ceil(self.settings.batch_size)
    }

    /// Optimiser steps taken, of what fine-tunes only.
    pub fn steps(&self) -> usize {
        if self.next.is_some() { 0 } else { self.stage.trainer.steps() }
    }

    /// The loss before the last of them; not a number before the first.
    pub(super) fn loss(&self) -> f64 {
        self.stage.trainer.loss()
    }

    /// Why the run is over, if it is.
    pub fn ended(&self) -> Option<Ended> {
        if self.next.is_some() { None } else { self.stage.trainer.ended() }
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub fn pictures(&mut self) -> Vec<u32> {
        if let Some(fit) = &self.fit {
            return fit.pictures();
        }
        let Stage { trainer, feed, .. } = &mut self.stage;
        feed.pictures(trainer.wanted())
    }

    /// Supplies a picture for the next step; gives the square that the network sees, which can be supplied in its place
    /// later.
    pub fn supply(&mut self, picture: u32, pixels: &Pixels) -> &Pixels {
        let square = self.stage.feed.supply(picture, pixels);
        if let Some(fit) = &mut self.fit {
            fit.see(picture, square);
        }
        square
    }

    /// One step: sees a portion of the pictures, learns from a batch, or measures on one. Returns the epoch's figures if it was an epoch's last.
    ///
    /// # Errors
    /// [`Error::PictureNotSupplied`]; [`Error::Device`] if the device fails.
    pub async fn step(&mut self) -> Result<Option<EpochMetrics>> {
        if let Some(&id) = self.pictures().first() {
            return Err(Error::PictureNotSupplied { id });
        }
        if self.fit.is_some() {
            self.fit_on();
            return Ok(None);
        }
        let Stage { trainer, feed, .. } = &mut self.stage;
        let wanted = trainer.wanted().clone();
        let epoch = trainer.step(feed.input(&wanted).await?).await?;
        if self.next.is_none() {
            return Ok(epoch);
        }
        if let Some(next) = self.next.take_if(|_| trainer.ended().is_some()) {
            self.stage = next(trainer.best().classifier);
        }
        Ok(None)
    }

    /// A portion of the pictures was seen; after the last, what is learned from is standardised.
    fn fit_on(&mut self) {
        let Stage { feed, .. } = &mut self.stage;
        feed.forget();
        if let Some(statistics) = self.fit.as_mut().and_then(Fit::advance) {
            feed.standardize(Standardizer::new(&self.settings.augmentation, statistics));
            self.fit = None;
        }
    }

    /// The best classifier so far, and how it came about.
    pub fn best(&self) -> Trained {
        let Stage { basis, trainer, feed } = &self.stage;
        let Best { classifier, epoch, epochs } = trainer.best();
        // A head that fine-tuning begins with is no epoch of its own.
        let (best_epoch, epochs) = if self.next.is_some() { (0, Vec::new()) } else { (epoch, epochs) };
        let standardizer = feed.standardizer().cloned();
        Trained { settings: self.settings.clone(), basis: *basis, standardizer, classifier, best_epoch, epochs }
    }
}
