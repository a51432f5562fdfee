//! The one trainer: takes the input of a step when it is given, and knows of no picture.

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use burn::tensor::{Device, Tensor};
use rand_chacha::ChaCha8Rng;

use super::dropout;
use super::history::{Best, Ended, History};
use super::loss::{Targets, weights};
use super::measure::{Measure, Sums};
use super::mixup::Mix;
use super::optimizer::{BatchGradients, Rates, optimizer};
use super::random::{Stream, stream};
use super::sweep::Sweep;
use super::wanted::{Epoch, Wanted};
use crate::error::Result;
use crate::model::EpochMetrics;
use crate::nn::Classifier;
use crate::settings::TrainingSettings;

/// How many held-out embeddings are measured at once; maps, which are larger, in training batches.
const EMBEDDINGS_A_PASS: usize = 256;

/// Trains a [`Classifier`] with cross-entropy, and saves the epoch with the lowest validation loss; without validation
/// examples, the last.
///
/// The caller asks for [`Trainer::wanted`], makes that input, and calls [`Trainer::step`] with it. The same classifier,
/// inputs, settings and device make the same run.
pub struct Trainer {
    settings: TrainingSettings,
    /// In place of the settings' schedule.
    sweep: Option<Sweep>,
    /// Maximum of examples whose activations are held at a time.
    max_at_once: usize,
    /// Class of each example.
    training: Vec<usize>,
    validation: Vec<usize>,
    class_weights: Vec<f32>,
    epoch: Epoch,
    steps: usize,
    /// Of the last optimiser step.
    loss: f64,
    training_sums: Sums,
    validation_sums: Sums,
    history: History,
    classifier: Classifier,
    optimizer: ModuleOptimizer,
    rng: ChaCha8Rng,
    device: Device,
}

impl Trainer {
    /// A run from `start` (on a device without autodiff) over examples of the classes given, `training` not empty.
    pub fn new(settings: TrainingSettings, start: Classifier, training: Vec<usize>, validation: Vec<usize>) -> Self {
        let class_weights = weights(&training, start.head.shape().classes, settings.balance_classes);
        let validation_batch = if start.blocks.is_empty() { EMBEDDINGS_A_PASS } else { settings.batch_size };
        let epoch = Epoch::new([training.len(), validation.len()], [settings.batch_size, validation_batch]);
        Self {
            sweep: None,
            max_at_once: usize::MAX,
            class_weights,
            epoch,
            steps: 0,
            loss: f64::NAN,
            training_sums: Sums::default(),
            validation_sums: Sums::default(),
            device: start.device().autodiff(),
            optimizer: optimizer(settings.optimizer, settings.weight_decay),
            rng: stream(settings.seed, Stream::Steps),
            classifier: start.clone().train(),
            history: History::new(start),
            settings,
            training,
            validation,
        }
    }

    /// The same, but `start` was trained before: it is measured first, and its validation loss is the first to beat.
    pub fn measuring_start(mut self) -> Self {
        self.epoch.skip_training();
        self
    }

    /// The same, but a batch goes through in parts of at most so many examples, to fit in memory. The gradients are summed, so
    /// the steps are the same: nothing in a [`Classifier`] looks at the batch as a whole.
    pub fn at_most(self, max_at_once: usize) -> Self {
        Self { max_at_once, ..self }
    }

    /// The same with the rates of `sweep`, if there is one, in place of the schedule's.
    pub fn sweeping(self, sweep: Option<Sweep>) -> Self {
        Self { sweep, ..self }
    }

    /// Optimiser steps taken.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The loss before the last optimiser step, smoothed and weighted as the settings say; not a number before the first.
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// Why the run is over, if it is.
    pub fn ended(&self) -> Option<Ended> {
        self.history.ended(&self.settings)
    }

    /// What the next [`Trainer::step`] takes.
    pub fn wanted(&mut self) -> &Wanted {
        self.epoch.next(&mut self.rng)
    }

    /// Learns from, or measures on, `input` `[batch, channels, h, w]`: the examples that [`Trainer::wanted`] names, on the
    /// classifier's device without autodiff. Returns the epoch's figures if it was an epoch's last.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn step(&mut self, input: Tensor<4>) -> Result<Option<EpochMetrics>> {
        self.wanted();
        match self.epoch.take() {
            Some(Wanted::Training(batch)) => self.descend(input, &batch).await.map(drop)?,
            Some(Wanted::Validation(batch)) => self.measure(input, &batch).await?,
            None => {}
        }
        Ok(if self.epoch.ended() { self.end_epoch() } else { None })
    }

    /// The best classifier so far, and how it was trained.
    pub fn best(&self) -> Best {
        self.history.best()
    }

    /// One optimiser step on these training examples, whatever the epoch's order; returns the loss before the step.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn descend(&mut self, input: Tensor<4>, batch: &[u32]) -> Result<f64> {
        let rows: Vec<usize> = batch.iter().map(|&i| self.training[i as usize]).collect();
        let shape = [rows.len(), self.classifier.head.shape().hidden];
        let mask = dropout::mask(self.settings.dropout, shape, &mut self.rng, &self.device);
        let (input, targets) = self.mixed(input, &rows);
        let mut gradients = BatchGradients::default();
        let (mut losses, mut logits) = (Vec::new(), Vec::new());
        for start in (0..rows.len()).step_by(self.max_at_once) {
            let length = self.max_at_once.min(rows.len() - start);
            let part = input.clone().narrow(0, start, length).autodiff();
            let of_part = self.classifier.forward(part, mask.clone().map(|mask| mask.narrow(0, start, length)));
            let loss = targets.part(start..start + length).loss(of_part.clone(), &self.device);
            losses.push(loss.clone().inner());
            logits.push(of_part.inner());
            gradients.add(&self.classifier, loss.backward());
        }
        let total = self.settings.epochs * self.training.len().div_ceil(self.settings.batch_size);
        let rates = Rates::at(self.steps, total, &self.settings, self.sweep);
        self.classifier = gradients.step(&mut self.optimizer, &rates, self.classifier.clone());
        self.steps += 1;
        let measure = Measure::read(Tensor::cat(losses, 0).sum(), Tensor::cat(logits, 0), &rows).await?;
        self.loss = measure.loss;
        self.history.check(measure.loss);
        self.training_sums.add(measure, rows.len());
        Ok(measure.loss)
    }

    /// Input and targets, mixed up if the settings say so.
    fn mixed(&mut self, input: Tensor<4>, rows: &[usize]) -> (Tensor<4>, Targets) {
        let targets = self.targets(rows);
        let Some(mix) = Mix::draw(self.settings.mixup, rows.len(), &mut self.rng) else { return (input, targets) };
        let partners: Vec<usize> = mix.partners.iter().map(|&i| rows[i]).collect();
        (mix.apply(input), targets.mixed(&self.targets(&partners), mix.share))
    }

    fn targets(&self, rows: &[usize]) -> Targets {
        Targets::new(rows, &self.class_weights, self.settings.label_smoothing as f32)
    }

    /// Adds the loss and accuracy on some held-out examples, without dropout and mixup. Smoothing stays: otherwise a smoothed
    /// classifier would look worse than the start that it should beat.
    async fn measure(&mut self, input: Tensor<4>, batch: &[u32]) -> Result<()> {
        let rows: Vec<usize> = batch.iter().map(|&i| self.validation[i as usize]).collect();
        let logits = self.classifier.valid().forward(input, None);
        let loss = self.targets(&rows).loss(logits.clone(), &self.device.clone().inner());
        let measure = Measure::read(loss, logits, &rows).await?;
        self.validation_sums.add(measure, rows.len());
        Ok(())
    }

    fn end_epoch(&mut self) -> Option<EpochMetrics> {
        let validation = self.validation_sums.take();
        match self.training_sums.take() {
            Some(training) => self.history.add(training, validation, self.classifier.valid()),
            // Only the start was measured.
            None => {
                self.history.measured_start(validation);
                None
            }
        }
    }
}
