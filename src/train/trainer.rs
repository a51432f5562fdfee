//! The one trainer: takes the input of a step when it is given, and knows of no picture.

use std::collections::VecDeque;

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::loss::Targets;
use super::metrics::{EpochMetrics, Running};
use super::mixup::Mix;
use super::optimizer::{BatchGradients, Rates};
use super::random::{Stream, stream};
use super::settings::TrainingSettings;
use crate::data::{batches, class_weights};
use crate::error::Result;
use crate::eval::argmax;
use crate::nn::{Classifier, read};

/// How many held-out embeddings are measured at once; maps, which are larger, as many as are trained on at once.
const EMBEDDINGS_A_PASS: usize = 256;

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ended {
    /// All epochs are done.
    Completed,
    /// `patience` epochs brought no lower validation loss.
    EarlyStop,
    /// The caller stopped it.
    Stopped,
    /// The loss is no longer a number: the learning rate is too high. What was best before is kept.
    Diverged,
}

/// What the trainer waits for: indices of examples.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Training examples to learn from.
    Training(Vec<u32>),
    /// Held-out examples to measure on.
    Validation(Vec<u32>),
}

/// What a training leaves.
pub struct Best {
    /// Weights of the best epoch, off the training graph.
    pub classifier: Classifier,
    /// The epoch the weights are from (1-based); 0 if none was better than the start.
    pub epoch: usize,
    /// Figures of every epoch that ran.
    pub epochs: Vec<EpochMetrics>,
}

/// Trains a [`Classifier`] with cross-entropy, and keeps the epoch with the lowest validation loss; without validation
/// examples, the last. If the classifier was trained before, its own validation loss is the first to beat.
///
/// Whoever drives it asks for [`Trainer::wanted`], makes that input, and gives it to [`Trainer::step`]. The same classifier,
/// inputs, settings and device give the same run.
pub struct Trainer {
    settings: TrainingSettings,
    /// Most examples whose activations are held at a time.
    most_at_once: usize,
    /// Class of each example.
    training: Vec<usize>,
    validation: Vec<usize>,
    weights: Vec<f32>,
    /// What is left of the epoch.
    pending: VecDeque<Wanted>,
    steps: usize,
    /// Of the last optimiser step.
    loss: f64,
    running: Running,
    measured: Running,
    epochs: Vec<EpochMetrics>,
    /// Validation loss (infinite if there is none yet), epoch, weights.
    best: (f32, usize, Classifier),
    diverged: bool,
    /// `None` only while a step has it.
    classifier: Option<Classifier>,
    optimizer: ModuleOptimizer,
    rng: ChaCha8Rng,
    device: Device,
}

impl Trainer {
    /// A run from `start` (on a device without autodiff) over examples of the classes given, `training` not empty.
    /// `trained` says whether `start` knows the classes already.
    pub fn new(
        settings: TrainingSettings,
        start: Classifier,
        trained: bool,
        training: Vec<usize>,
        validation: Vec<usize>,
    ) -> Self {
        let counts = counts(&training, start.head.shape().classes);
        let weights = if settings.balance_classes { class_weights(&counts) } else { vec![1.0; counts.len()] };
        let mut trainer = Self {
            weights,
            pending: VecDeque::new(),
            steps: 0,
            loss: f64::NAN,
            running: Running::default(),
            measured: Running::default(),
            epochs: Vec::new(),
            diverged: false,
            device: start.device().autodiff(),
            optimizer: settings.optimizer.init(settings.weight_decay),
            rng: stream(settings.seed, Stream::Steps),
            classifier: Some(start.clone().train()),
            best: (f32::INFINITY, 0, start),
            most_at_once: usize::MAX,
            settings,
            training,
            validation,
        };
        if trained {
            trainer.pending = trainer.validation_batches().collect();
        }
        trainer
    }

    /// The same, but a batch goes through in parts of at most so many examples, for want of memory. The gradients are summed,
    /// so the steps are the same: nothing in a [`Classifier`] looks at the batch as a whole.
    pub fn at_most(self, most_at_once: usize) -> Self {
        Self { most_at_once, ..self }
    }

    /// How many examples an epoch learns from.
    pub(super) fn examples(&self) -> usize {
        self.training.len()
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
        let stale = self.epochs.iter().rev().take_while(|epoch| !epoch.best).count();
        if self.diverged {
            Some(Ended::Diverged)
        } else if self.epochs.len() >= self.settings.epochs {
            Some(Ended::Completed)
        } else if self.settings.patience > 0 && stale >= self.settings.patience {
            Some(Ended::EarlyStop)
        } else {
            None
        }
    }

    /// What the next [`Trainer::step`] takes.
    pub fn wanted(&mut self) -> &Wanted {
        if self.pending.is_empty() {
            let order: Vec<u32> = (0..self.training.len() as u32).collect();
            let epoch = batches(&order, self.settings.batch_size, &mut self.rng);
            self.pending = epoch.into_iter().map(Wanted::Training).chain(self.validation_batches()).collect();
        }
        &self.pending[0]
    }

    /// Learns from, or measures on, `input` `[batch, channels, h, w]`: the examples that [`Trainer::wanted`] names, on the
    /// classifier's device without autodiff. Returns the epoch's figures if it was an epoch's last.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn step(&mut self, input: Tensor<4>) -> Result<Option<EpochMetrics>> {
        self.wanted();
        match self.pending.pop_front() {
            Some(Wanted::Training(batch)) => self.descend(input, &batch).await.map(drop)?,
            Some(Wanted::Validation(batch)) => self.measure(input, &batch).await?,
            None => {}
        }
        Ok(if self.pending.is_empty() { self.end_epoch() } else { None })
    }

    /// The best classifier so far, and how it came about.
    pub fn best(&self) -> Best {
        let (_, epoch, classifier) = &self.best;
        Best { classifier: classifier.clone(), epoch: *epoch, epochs: self.epochs.clone() }
    }

    /// One optimiser step on these training examples, whatever the epoch's order; returns the loss before the step.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn descend(&mut self, input: Tensor<4>, batch: &[u32]) -> Result<f64> {
        let rows: Vec<usize> = batch.iter().map(|&i| self.training[i as usize]).collect();
        let targets = Targets::new(&rows, &self.weights, self.settings.label_smoothing as f32);
        let mask = self.dropout_mask(rows.len());
        let (input, targets) = match Mix::draw(self.settings.mixup, rows.len(), &mut self.rng) {
            Some(mix) => {
                let other: Vec<usize> = mix.partners.iter().map(|&i| rows[i]).collect();
                let other = Targets::new(&other, &self.weights, self.settings.label_smoothing as f32);
                (mix.apply(input), targets.mixed(&other, mix.share))
            }
            None => (input, targets),
        };
        let classifier = self.classifier.take().expect("a step gives the classifier back");
        let mut gradients = BatchGradients::default();
        let (mut losses, mut logits) = (Vec::new(), Vec::new());
        for start in (0..rows.len()).step_by(self.most_at_once) {
            let length = self.most_at_once.min(rows.len() - start);
            let part = input.clone().narrow(0, start, length).autodiff();
            let of_part = classifier.forward(part, mask.clone().map(|mask| mask.narrow(0, start, length)));
            let loss = targets.part(start..start + length).loss(of_part.clone(), &self.device);
            losses.push(loss.clone().inner());
            logits.push(of_part.inner());
            gradients.add(&classifier, loss.backward());
        }
        let total = self.settings.epochs * self.training.len().div_ceil(self.settings.batch_size);
        let rates = Rates::new(&self.settings, self.settings.schedule.factor(self.steps, total));
        self.classifier = Some(gradients.step(&mut self.optimizer, &rates, classifier));
        self.steps += 1;
        let (loss, correct) = read_result(Tensor::cat(losses, 0).sum(), Tensor::cat(logits, 0), &rows).await?;
        self.loss = loss;
        self.diverged |= !loss.is_finite();
        self.running.add(loss, correct, rows.len());
        Ok(loss)
    }

    /// Adds the loss and accuracy on some held-out examples, without dropout and mixup. Smoothing stays: by another measure, a
    /// smoothed classifier would look worse than the start that it should beat.
    async fn measure(&mut self, input: Tensor<4>, batch: &[u32]) -> Result<()> {
        let rows: Vec<usize> = batch.iter().map(|&i| self.validation[i as usize]).collect();
        let classifier = self.classifier.as_ref().expect("a step gives the classifier back").valid();
        let logits = classifier.forward(input, None);
        let targets = Targets::new(&rows, &self.weights, self.settings.label_smoothing as f32);
        let loss = targets.loss(logits.clone(), &self.device.clone().inner());
        let (loss, correct) = read_result(loss, logits, &rows).await?;
        self.measured.add(loss, correct, rows.len());
        Ok(())
    }

    fn end_epoch(&mut self) -> Option<EpochMetrics> {
        let validation = (!self.validation.is_empty()).then(|| std::mem::take(&mut self.measured).means());
        if self.steps == 0 {
            // Only the start was measured.
            self.best.0 = validation.map_or(f32::INFINITY, |(loss, _)| loss);
            return None;
        }
        let (loss, accuracy) = std::mem::take(&mut self.running).means();
        self.diverged |= validation.is_some_and(|(loss, _)| !loss.is_finite());
        let epoch = self.epochs.len() + 1;
        let best = !self.diverged && validation.is_none_or(|(now, _)| now < self.best.0);
        if best {
            let classifier = self.classifier.as_ref().expect("a step gives the classifier back").valid();
            self.best = (validation.map_or(f32::INFINITY, |(loss, _)| loss), epoch, classifier);
        }
        let (validation_loss, validation_accuracy) = validation.unzip();
        let metrics = EpochMetrics { epoch, loss, accuracy, validation_loss, validation_accuracy, best };
        self.epochs.push(metrics.clone());
        Some(metrics)
    }

    fn validation_batches(&self) -> impl Iterator<Item = Wanted> + use<> {
        let order: Vec<u32> = (0..self.validation.len() as u32).collect();
        let size = if self.best.2.blocks.is_empty() { EMBEDDINGS_A_PASS } else { self.settings.batch_size };
        let batches: Vec<_> = order.chunks(size).map(<[u32]>::to_vec).collect();
        batches.into_iter().map(Wanted::Validation)
    }

    /// Inverted dropout (Srivastava et al. 2014; PyTorch's `Dropout`), drawn on the CPU: the same on every device.
    fn dropout_mask(&mut self, batch: usize) -> Option<Tensor<2>> {
        let rate = self.settings.dropout;
        if rate == 0.0 {
            return None;
        }
        let kept = (1.0 / (1.0 - rate)) as f32;
        let shape = [batch, self.best.2.head.shape().hidden];
        let draw = |_| if self.rng.random_bool(rate) { 0.0 } else { kept };
        let mask: Vec<f32> = (0..shape[0] * shape[1]).map(draw).collect();
        Some(Tensor::from_data(TensorData::new(mask, shape), &self.device))
    }
}

fn counts(classes_of: &[usize], classes: usize) -> Vec<usize> {
    let mut counts = vec![0; classes];
    classes_of.iter().for_each(|&class| counts[class] += 1);
    counts
}

/// The loss, and how many rows of `logits` are highest at their class; one trip to the device for both.
async fn read_result(loss: Tensor<1>, logits: Tensor<2>, rows: &[usize]) -> Result<(f64, usize)> {
    let values = read(Tensor::cat(vec![loss, logits.flatten(0, 1)], 0)).await?;
    let (loss, logits) = (f64::from(values[0]), &values[1..]);
    let classes = logits.len() / rows.len();
    let right = logits.chunks_exact(classes).zip(rows).filter(|(row, class)| argmax(row) == **class);
    Ok((loss, right.count()))
}
