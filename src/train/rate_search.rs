//! Finds a learning rate: trains a copy while the rate rises from step to step, until the loss explodes, and throws it away.
//!
//! This is fastai's `lr_find` with its defaults (Smith 2017, arXiv:1506.01186): from 1e-7 to 10 over 100 steps.

use super::curve::{RateCurve, RatePoint};
use super::run::{Example, Run};
use super::schedule::Schedule;
use super::settings::{Method, TrainingSettings};
use crate::error::Result;
use crate::nn::Backbone;
use crate::picture::Pixels;

/// fastai's `end_lr`.
const HIGHEST: f64 = 10.0;

/// fastai's `num_it`.
const STEPS: usize = 100;

/// The same where steps take pictures, and so seconds.
const STEPS_ON_PICTURES: usize = 40;

/// A sweep over the learning rates that its caller drives as a [`Run`].
pub struct Finder {
    run: Run,
    sweep: Schedule,
    curve: RateCurve,
}

impl Finder {
    /// A sweep of what a [`Run`] with the same arguments would train. The learning rate of blocks rises with that of the head, in
    /// the ratio that is set.
    pub fn new(
        settings: &TrainingSettings,
        backbone: &Backbone,
        classes: usize,
        training: Vec<Example>,
        validation: Vec<Example>,
    ) -> Self {
        let steps = if settings.method == Method::Instant { STEPS } else { STEPS_ON_PICTURES };
        let sweep = Schedule::Sweep { steps };
        let block_learning_rate = HIGHEST * settings.block_learning_rate / settings.learning_rate;
        let settings =
            TrainingSettings { schedule: sweep, learning_rate: HIGHEST, block_learning_rate, ..settings.clone() };
        Self { run: Run::new(&settings, backbone, classes, training, validation), sweep, curve: RateCurve::new(steps) }
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub fn pictures(&mut self) -> Vec<u32> {
        self.run.pictures()
    }

    /// As [`Run::supply`].
    pub fn supply(&mut self, picture: u32, pixels: &Pixels) -> &Pixels {
        self.run.supply(picture, pixels)
    }

    /// One step of the run. Gives a point of the curve if it was one with the rising rate: a head that fine-tuning begins with,
    /// and what is measured, give none.
    ///
    /// # Errors
    /// As [`Run::step`].
    pub async fn step(&mut self) -> Result<Option<RatePoint>> {
        let before = self.run.steps();
        self.run.step().await?;
        if self.run.steps() == before {
            return Ok(None);
        }
        let rate = HIGHEST * self.sweep.factor(before, 0);
        Ok(self.curve.add(rate, self.run.loss()))
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
