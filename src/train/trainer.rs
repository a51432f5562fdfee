//! Trains a head on kept embeddings.

use std::sync::Arc;

use burn::module::Module;
use burn::nn::loss::{CrossEntropyLoss, CrossEntropyLossConfig};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Int, Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::metrics::{EpochMetrics, Running};
use super::settings::TrainingSettings;
use crate::data::{batches, class_weights};
use crate::error::Result;
use crate::eval::argmax;
use crate::nn::{Head, HeadShape, read};

/// One picture as the trainer sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The picture's embedding, shared with whoever keeps it.
    pub embedding: Arc<[f32]>,
    /// Index of its class among the outputs.
    pub class: usize,
}

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
}

/// What a run leaves: the best head and how it came about.
#[derive(Clone, Debug)]
pub struct TrainedHead {
    /// The settings of the run.
    pub settings: TrainingSettings,
    /// Weights of the best epoch, off the training graph.
    pub head: Head,
    /// The epoch the weights are from (1-based); 0 if the run was stopped within the first.
    pub best_epoch: usize,
    /// Figures of every epoch that ran.
    pub epochs: Vec<EpochMetrics>,
}

/// Trains a [`Head`] with cross-entropy and Adam (β 0.9 and 0.999, ε 1e-8, as in PyTorch), and keeps the epoch with the
/// lowest validation loss; without validation pictures, the last.
///
/// Each call of [`HeadTrainer::step`] is one optimiser step. The same examples, settings and device give the same run.
pub struct HeadTrainer {
    settings: TrainingSettings,
    training: Vec<Example>,
    validation: Vec<Example>,
    /// Batches of the epoch that runs, last first; indices into `training`.
    pending: Vec<Vec<u32>>,
    running: Running,
    epochs: Vec<EpochMetrics>,
    best: Option<(f32, usize, Head)>,
    /// `None` only while a step has it.
    head: Option<Head>,
    optimizer: ModuleOptimizer,
    loss: CrossEntropyLoss,
    rng: ChaCha8Rng,
    device: Device,
}

impl HeadTrainer {
    /// A run over `training`, which must not be empty and holds classes `0..classes`, from fresh weights on `device`.
    pub fn new(
        settings: TrainingSettings,
        classes: usize,
        training: Vec<Example>,
        validation: Vec<Example>,
        device: &Device,
    ) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(u64::from(settings.seed));
        let shape = HeadShape { features: training[0].embedding.len(), hidden: settings.hidden_units, classes };
        let device = device.clone().autodiff();
        let head = Head::init(shape, &mut rng, &device);
        Self { rng, ..Self::from_head(settings, head, training, validation, &device) }
    }

    /// The same from given weights, which were made on the autodiff `device`.
    pub fn from_head(
        settings: TrainingSettings,
        head: Head,
        training: Vec<Example>,
        validation: Vec<Example>,
        device: &Device,
    ) -> Self {
        let counts = counts(&training, head.shape().classes);
        let weights = settings.balance_classes.then(|| class_weights(&counts));
        Self {
            loss: CrossEntropyLossConfig::new().with_weights(weights).init(device),
            optimizer: AdamConfig::new().with_epsilon(1e-8).init(),
            head: Some(head),
            pending: Vec::new(),
            running: Running::default(),
            epochs: Vec::new(),
            best: None,
            rng: ChaCha8Rng::seed_from_u64(u64::from(settings.seed)),
            settings,
            training,
            validation,
            device: device.clone(),
        }
    }

    /// Optimiser steps an epoch takes.
    pub fn steps_per_epoch(&self) -> usize {
        self.training.len().div_ceil(self.settings.batch_size)
    }

    /// Why the run is over, if it is.
    pub fn ended(&self) -> Option<Ended> {
        let stale = self.epochs.iter().rev().take_while(|epoch| !epoch.best).count();
        if self.epochs.len() >= self.settings.epochs {
            Some(Ended::Completed)
        } else if self.settings.patience > 0 && stale >= self.settings.patience {
            Some(Ended::EarlyStop)
        } else {
            None
        }
    }

    /// One optimiser step; returns the epoch's figures if it was an epoch's last.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn step(&mut self) -> Result<Option<EpochMetrics>> {
        if self.pending.is_empty() {
            let order: Vec<u32> = (0..self.training.len() as u32).collect();
            self.pending = batches(&order, self.settings.batch_size, &mut self.rng);
            self.pending.reverse();
        }
        let Some(batch) = self.pending.pop() else { return Ok(None) };
        self.descend(&batch).await?;
        if self.pending.is_empty() { self.end_epoch().await.map(Some) } else { Ok(None) }
    }

    /// The best head so far.
    pub fn finish(self) -> TrainedHead {
        let (head, best_epoch) = match self.best {
            Some((_, epoch, head)) => (head, epoch),
            None => (self.head.expect("a step gives the head back").valid(), 0),
        };
        TrainedHead { settings: self.settings, head, best_epoch, epochs: self.epochs }
    }

    /// One step of Adam on these training examples, whatever the epoch's order; returns the loss before the step.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn descend(&mut self, batch: &[u32]) -> Result<f64> {
        let mask = self.dropout_mask(batch.len());
        let examples: Vec<&Example> = batch.iter().map(|&i| &self.training[i as usize]).collect();
        let (embeddings, classes) = tensors(&examples, &self.device);
        let head = self.head.take().expect("a step gives the head back");
        let logits = head.forward(embeddings, mask);
        let loss = self.loss.forward(logits.clone(), classes);
        let gradients = GradientsParams::from_grads(loss.backward(), &head);
        self.head = Some(self.optimizer.step(self.settings.learning_rate, head, gradients));
        let loss = f64::from(read(loss.inner()).await?[0]);
        let correct = count_correct(&read(logits.inner()).await?, &examples);
        self.running.add(loss, correct, examples.len());
        Ok(loss)
    }

    async fn end_epoch(&mut self) -> Result<EpochMetrics> {
        let (loss, accuracy) = std::mem::take(&mut self.running).means();
        let validation = self.validate().await?;
        let epoch = self.epochs.len() + 1;
        let best = match (validation, &self.best) {
            (Some((now, _)), Some((before, ..))) => now < *before,
            _ => true,
        };
        if best {
            let head = self.head.as_ref().expect("a step gives the head back").valid();
            self.best = Some((validation.map_or(loss, |(loss, _)| loss), epoch, head));
        }
        let (validation_loss, validation_accuracy) = validation.unzip();
        let metrics = EpochMetrics { epoch, loss, accuracy, validation_loss, validation_accuracy, best };
        self.epochs.push(metrics.clone());
        Ok(metrics)
    }

    /// Loss and accuracy on the validation pictures, without dropout.
    async fn validate(&self) -> Result<Option<(f32, f32)>> {
        /// Bounds the memory of one pass.
        const VALIDATION_BATCH: usize = 256;
        let head = self.head.as_ref().expect("a step gives the head back").valid();
        let loss = self.loss.valid();
        let device = self.device.clone().inner();
        let mut running = Running::default();
        for chunk in self.validation.chunks(VALIDATION_BATCH) {
            let examples: Vec<&Example> = chunk.iter().collect();
            let (embeddings, classes) = tensors(&examples, &device);
            let logits = head.forward(embeddings, None);
            let batch_loss = read(loss.forward(logits.clone(), classes)).await?[0];
            let correct = count_correct(&read(logits).await?, &examples);
            running.add(f64::from(batch_loss), correct, examples.len());
        }
        Ok((!self.validation.is_empty()).then(|| running.means()))
    }

    /// Inverted dropout (Srivastava et al. 2014; PyTorch's `Dropout`), drawn on the CPU: the same on every device.
    fn dropout_mask(&mut self, batch: usize) -> Option<Tensor<2>> {
        let rate = self.settings.dropout;
        if rate == 0.0 {
            return None;
        }
        let kept = (1.0 / (1.0 - rate)) as f32;
        let shape = [batch, self.settings.hidden_units];
        let draw = |_| if self.rng.random_bool(rate) { 0.0 } else { kept };
        let mask: Vec<f32> = (0..shape[0] * shape[1]).map(draw).collect();
        Some(Tensor::from_data(TensorData::new(mask, shape), &self.device))
    }
}

fn counts(examples: &[Example], classes: usize) -> Vec<usize> {
    let mut counts = vec![0; classes];
    examples.iter().for_each(|example| counts[example.class] += 1);
    counts
}

fn tensors(examples: &[&Example], device: &Device) -> (Tensor<2>, Tensor<1, Int>) {
    let features = examples[0].embedding.len();
    let values: Vec<f32> = examples.iter().flat_map(|example| example.embedding.iter().copied()).collect();
    let classes: Vec<i32> = examples.iter().map(|example| example.class as i32).collect();
    let embeddings = Tensor::from_data(TensorData::new(values, [examples.len(), features]), device);
    (embeddings, Tensor::from_data(TensorData::new(classes, [examples.len()]), device))
}

/// How many rows of `logits` are highest at their example's class.
fn count_correct(logits: &[f32], examples: &[&Example]) -> usize {
    let classes = logits.len() / examples.len();
    let right = |(row, example): (&[f32], &&Example)| argmax(row) == example.class;
    logits.chunks_exact(classes).zip(examples).filter(|pair| right(*pair)).count()
}
