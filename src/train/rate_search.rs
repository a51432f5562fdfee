//! Searches a learning rate: trains a copy while the rate rises from step to step, until the loss explodes, and discards it.
//!
//! This is fastai's `lr_find` with its defaults (Smith 2017, arXiv:1506.01186): from 1e-7 to 10 over 100 steps.

use super::curve::{RateCurve, RatePoint};
use super::plan::Plan;
use super::run::Run;
use super::sweep::Sweep;
use crate::error::Result;
use crate::lda::Learner;
use crate::nn::Backbone;
use crate::picture::Pixels;
use crate::settings::{Method, TrainingSettings};

/// fastai's `num_it`.
const STEPS: usize = 100;

/// The same where steps take pictures, and so seconds.
const STEPS_ON_PICTURES: usize = 40;

/// A sweep over learning rates that its caller drives as a [`Run`].
pub struct RateSearch {
    run: Run,
    sweep: Sweep,
    curve: RateCurve,
}

impl RateSearch {
    /// A sweep of what a [`Run`] of the same plan would train. The learning rate of blocks rises with that of the head, in the
    /// ratio that is set.
    pub fn new(plan: Plan, backbone: &Backbone) -> Self {
        let TrainingSettings { method, learning_rate, block_learning_rate, .. } = plan.settings;
        let sweep = Sweep { steps: if method == Method::DenseHead { STEPS } else { STEPS_ON_PICTURES } };
        let settings = TrainingSettings {
            learning_rate: Sweep::MAX_RATE,
            block_learning_rate: Sweep::MAX_RATE * block_learning_rate / learning_rate,
            ..plan.settings.clone()
        };
        Self { run: Run::sweeping(plan.with(settings), backbone, sweep), sweep, curve: RateCurve::new(sweep.steps) }
    }

    /// As [`Run::beside`].
    pub fn beside(self, discriminant: Option<Learner>) -> Self {
        Self { run: self.run.beside(discriminant), ..self }
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub fn pictures(&mut self) -> Vec<u32> {
        self.run.pictures()
    }

    /// As [`Run::supply`].
    pub fn supply(&mut self, picture: u32, pixels: &Pixels) -> &Pixels {
        self.run.supply(picture, pixels)
    }

    /// One step of the run. Returns a point of the curve if it was one with the rising rate: the head that fine-tuning begins
    /// with, and measuring, make none.
    ///
    /// # Errors
    /// As [`Run::step`].
    pub async fn step(&mut self) -> Result<Option<RatePoint>> {
        let before = self.run.steps();
        self.run.step().await?;
        if self.run.steps() == before {
            return Ok(None);
        }
        Ok(self.curve.add(self.sweep.rate(before), self.run.loss()))
    }

    /// Whether there is nothing more to find.
    pub fn ended(&self) -> bool {
        self.curve.ended()
    }

    /// The learning rate to take, if the curve shows one.
    pub fn suggestion(&self) -> Option<f64> {
        self.curve.suggestion()
    }
}
