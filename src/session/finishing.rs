//! The last phase of a run: its model predicts each picture that it learned from or that was held out, learns from that which
//! pictures are like none of its classes ([`Familiarity`]), and is compared with the model in use.

use std::collections::BTreeMap;

use super::model::TrainedModel;
use super::outcome::{Comparison, Outcome, Why};
use super::pass::Pass;
use crate::error::Result;
use crate::eval::{Familiarity, argmax};
use crate::nn::{Model, Output};
use crate::picture::Pixels;
use crate::train::{Ended, Example, Plan};

/// How a run's learning ended.
#[derive(Clone, Copy)]
pub(super) struct Learned {
    /// Why it ended.
    pub(super) reason: Ended,
    /// Whether the model has other weights than it began with.
    pub(super) anything: bool,
}

/// A run whose model is being finished.
pub(super) struct Finishing {
    learned: Learned,
    /// The run's model predicts what it learned from, then what was held out.
    run: Pass,
    /// How many of these it learned from.
    training: usize,
    /// The model in use, if there is one, predicts what the two are compared on.
    before: Option<Pass>,
}

impl Finishing {
    /// A run of `plan`, whose model is compared with that of `before` on the examples there.
    pub(super) fn new(learned: Learned, model: TrainedModel, plan: Plan, before: Option<Pass>) -> Self {
        let training = plan.training.len();
        let measured = !plan.validation.is_empty();
        let examples = plan.training.into_iter().chain(plan.validation).collect();
        let mut run = Pass::new(model, examples);
        if !learned.anything {
            run.truncate(0);
        } else if !measured {
            // Only to see that its outputs are finite.
            run.truncate(run.size_of_step());
        }
        Self { learned, run, training, before }
    }

    /// The model as it is now.
    pub(super) fn model(&self) -> &Model {
        &self.run.model.model
    }

    /// Ids of the pictures that must be supplied before the next step.
    pub(super) fn pictures(&self) -> Vec<u32> {
        self.pass().map(Pass::pictures).unwrap_or_default()
    }

    /// Supplies a picture for the next step; returns the square that the model sees.
    pub(super) fn supply(&mut self, id: u32, pixels: &Pixels) -> &Pixels {
        match &mut self.before {
            Some(before) if self.run.is_done() => before.supply(id, pixels),
            _ => self.run.supply(id, pixels),
        }
    }

    /// Whether the squares of the run do not suit the next step: the model in use sees other ones.
    pub(super) fn wants_originals(&self) -> bool {
        let before = self.before.as_ref().filter(|_| self.run.is_done());
        before.is_some_and(|before| !before.model.sees_as(&self.run.model))
    }

    /// Predicts the next pictures.
    ///
    /// # Errors
    /// [`crate::Error::PictureNotSupplied`]; [`crate::Error::Device`] if the device fails.
    pub(super) async fn step(&mut self) -> Result<()> {
        match &mut self.before {
            _ if !self.run.is_done() => self.run.step().await,
            Some(before) if !before.is_done() => before.step().await,
            _ => Ok(()),
        }
    }

    /// Whether every picture is predicted.
    pub(super) fn is_done(&self) -> bool {
        self.pass().is_none()
    }

    /// Why the run ended, its model, and whether that replaces the model `in_use`. A model that is not done knows nothing of
    /// other pictures than its classes'.
    pub(super) fn end(mut self, in_use: Option<&TrainedModel>) -> (Ended, TrainedModel, Outcome) {
        if !self.run.outputs().all(|(_, output)| is_finite(output)) {
            self.learned = Learned { reason: Ended::Diverged, anything: false };
        }
        let comparison = self.comparison();
        let outcome = Outcome::new(self.why(in_use, comparison), comparison);
        if self.run.is_done() && self.learned.anything {
            self.run.model.model.header.familiarity = self.familiarity();
        }
        (self.learned.reason, self.run.model, outcome)
    }

    /// The pass that is under way.
    fn pass(&self) -> Option<&Pass> {
        [Some(&self.run), self.before.as_ref()].into_iter().flatten().find(|pass| !pass.is_done())
    }

    fn why(&self, in_use: Option<&TrainedModel>, comparison: Option<Comparison>) -> Why {
        let header = self.run.model.header();
        let ended = if self.learned.reason == Ended::Diverged { Why::Diverged } else { Why::NothingLearnt };
        let same_model = match (&self.before, in_use) {
            (Some(before), Some(in_use)) => before.model.is_same(in_use),
            (before, in_use) => before.is_none() && in_use.is_none(),
        };
        match &self.before {
            _ if !self.learned.anything => ended,
            _ if !same_model => Why::NotCompared,
            None => Why::First,
            Some(_) if self.learned.reason == Ended::Diverged || header.info.epochs.is_empty() => ended,
            Some(before) if !before.model.knows_as(&self.run.model) => Why::OtherClasses,
            Some(before) if before.examples().is_empty() => Why::NothingToCompare,
            Some(_) => match comparison {
                Some(Comparison { before, after, .. }) if after >= before => Why::NotWorse,
                Some(_) => Why::Worse,
                None => Why::NotCompared,
            },
        }
    }

    /// The two models on the pictures that the model in use predicted.
    fn comparison(&self) -> Option<Comparison> {
        let before = self.before.as_ref().filter(|before| before.is_done() && self.run.is_done())?;
        let classes: BTreeMap<u32, usize> = before.examples().iter().map(|each| (each.picture, each.class)).collect();
        let compared = self.run.outputs().filter(|(example, _)| classes.contains_key(&example.picture));
        let after: BTreeMap<u32, bool> = compared
            .map(|(example, output)| (example.picture, argmax(&output.logits) == classes[&example.picture]))
            .collect();
        let outputs = &self.run.model.header().info.class_ids;
        let known = &before.model.header().info.class_ids;
        let both = |(example, output): (&Example, &Output)| {
            let right = is_finite(output) && known[argmax(&output.logits)] == outputs[example.class];
            Some((right, *after.get(&example.picture)?))
        };
        Comparison::of(&before.outputs().filter_map(both).collect::<Vec<_>>())
    }

    fn familiarity(&self) -> Option<Familiarity> {
        let hidden: Vec<_> = self.run.outputs().map(|(example, output)| (&*output.hidden, example.class)).collect();
        let (training, held_out) = hidden.split_at(self.training.min(hidden.len()));
        let held_out: Vec<_> = held_out.iter().map(|(hidden, _)| *hidden).collect();
        Familiarity::fit(self.run.model.header().info.class_ids.len(), training, &held_out)
    }
}

fn is_finite(output: &Output) -> bool {
    output.logits.iter().chain(&output.hidden).all(|value| value.is_finite())
}
