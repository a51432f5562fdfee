//! A run of any method: which pictures it needs, and its steps.

use super::head_first::Begun;
use super::history::{Best, Ended};
use super::phase::Phase;
use super::plan::Plan;
use super::stage::Stage;
use super::sweep::Sweep;
use crate::augment::{Standardizer, Statistics};
use crate::error::{Error, Result};
use crate::lda::Learner;
use crate::model::{EpochMetrics, InputLevel, StartingHead};
use crate::nn::{Backbone, Classifier};
use crate::picture::Pixels;
use crate::settings::{Method, TrainingSettings};

/// The result of a run: the best classifier and how it was trained.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The settings of the run.
    pub settings: TrainingSettings,
    /// Where the classifier takes its input.
    pub input_level: InputLevel,
    /// How its input is standardised, if not as the network was trained.
    pub standardizer: Option<Standardizer>,
    /// Weights of the best epoch, off the training graph.
    pub classifier: Classifier,
    /// The epoch the weights are from (1-based); 0 if none was better than the start.
    pub best_epoch: usize,
    /// Figures of every epoch that ran.
    pub epochs: Vec<EpochMetrics>,
    /// The head that fine-tuning began with, once it has begun.
    pub started_from: Option<StartingHead>,
}

/// A training run that its caller drives: supply the pictures that it names, then let it step. The same plan and device make
/// the same run.
pub struct Run {
    settings: TrainingSettings,
    steps_per_epoch: usize,
    phase: Phase,
    started_from: Option<StartingHead>,
}

impl Run {
    /// A run of `plan`. Blocks and networks from scratch train where `backbone` is, heads on the CPU.
    pub fn new(plan: Plan, backbone: &Backbone) -> Self {
        Self::begin(plan, backbone, None)
    }

    /// The same with the rates of `sweep` in the main phase.
    pub(super) fn sweeping(plan: Plan, backbone: &Backbone, sweep: Sweep) -> Self {
        Self::begin(plan, backbone, Some(sweep))
    }

    fn begin(plan: Plan, backbone: &Backbone, sweep: Option<Sweep>) -> Self {
        let (settings, steps_per_epoch) = (plan.settings.clone(), plan.steps_per_epoch());
        Self { settings, steps_per_epoch, phase: Phase::first(plan, backbone, sweep), started_from: None }
    }

    /// The same, but fine-tuning begins with what this learns, if that is better than the dense head. It must not know what is held out.
    pub fn beside(mut self, discriminant: Option<Learner>) -> Self {
        if let Phase::HeadFirst(heads) = &mut self.phase {
            heads.beside(discriminant);
        }
        self
    }

    /// Optimiser steps in an epoch of the main phase.
    pub fn steps_per_epoch(&self) -> usize {
        self.steps_per_epoch
    }

    /// Optimiser steps taken in the main phase; the head phase is not counted.
    pub fn steps(&self) -> usize {
        self.main().map_or(0, |stage| stage.trainer.steps())
    }

    /// The loss before the last of them; not a number before the first.
    pub(super) fn loss(&self) -> f64 {
        self.main().map_or(f64::NAN, |stage| stage.trainer.loss())
    }

    /// Why the run is over, if it is.
    pub fn ended(&self) -> Option<Ended> {
        self.main()?.trainer.ended()
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub fn pictures(&mut self) -> Vec<u32> {
        match &mut self.phase {
            Phase::Statistics { pass, .. } => pass.pictures(),
            Phase::HeadFirst(heads) => heads.dense.pictures(),
            Phase::Main(stage) => stage.pictures(),
        }
    }

    /// Supplies a picture for the next step; returns the square that the network sees, which can be supplied in its place
    /// later.
    pub fn supply(&mut self, picture: u32, pixels: &Pixels) -> &Pixels {
        match &mut self.phase {
            Phase::Statistics { pass, .. } => pass.supply(picture, pixels),
            Phase::HeadFirst(heads) => heads.dense.loader.supply(picture, pixels),
            Phase::Main(stage) => stage.loader.supply(picture, pixels),
        }
    }

    /// One step: sees a slice of the pictures, learns from a batch, or measures on one. Returns the epoch's figures if it was
    /// the last of an epoch of the main phase.
    ///
    /// # Errors
    /// [`Error::PictureNotSupplied`]; [`Error::Device`] if the device fails.
    pub async fn step(&mut self) -> Result<Option<EpochMetrics>> {
        if let Some(&id) = self.pictures().first() {
            return Err(Error::PictureNotSupplied { id });
        }
        match &mut self.phase {
            Phase::Main(stage) => return stage.step().await,
            Phase::Statistics { pass, next } => {
                if let Some(statistics) = pass.advance() {
                    self.phase = Phase::Main(Box::new(next.begin(statistics)));
                }
            }
            Phase::HeadFirst(heads) => {
                if let Some(Begun { stage, from }) = heads.step().await? {
                    self.started_from = Some(from);
                    self.phase = Phase::Main(Box::new(stage));
                }
            }
        }
        Ok(None)
    }

    /// Whether the best classifier so far has other weights than those it was initialised with.
    pub fn has_learned(&self) -> bool {
        match &self.phase {
            Phase::Statistics { .. } => false,
            Phase::HeadFirst(heads) => heads.dense.trainer.best().epoch > 0,
            Phase::Main(stage) => self.settings.method == Method::FineTune || stage.trainer.best().epoch > 0,
        }
    }

    /// The best classifier so far, and how it was trained.
    pub fn best(&self) -> Trained {
        match &self.phase {
            Phase::Statistics { next, .. } => self.trained(&next.begin(&Statistics::default())),
            // The head is no epoch of what is fine-tuned.
            Phase::HeadFirst(heads) => Trained { best_epoch: 0, epochs: Vec::new(), ..self.trained(&heads.dense) },
            Phase::Main(stage) => self.trained(stage),
        }
    }

    fn main(&self) -> Option<&Stage> {
        match &self.phase {
            Phase::Main(stage) => Some(stage),
            Phase::Statistics { .. } | Phase::HeadFirst(_) => None,
        }
    }

    fn trained(&self, stage: &Stage) -> Trained {
        let Best { classifier, epoch: best_epoch, epochs } = stage.trainer.best();
        let standardizer = stage.loader.standardizer().cloned();
        Trained {
            settings: self.settings.clone(),
            input_level: stage.level,
            standardizer,
            classifier,
            best_epoch,
            epochs,
            started_from: self.started_from,
        }
    }
}
