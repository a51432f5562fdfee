//! The settings of a training run, with their limits.

use serde::{Deserialize, Serialize};

use super::optimizer::Optimizer;
use super::schedule::Schedule;
use crate::augment::Augmentation;
use crate::error::{Error, Result};

/// What a run trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Method {
    /// A head on the stored embeddings: seconds. Stored settings of earlier versions call it `instant`.
    #[serde(alias = "instant")]
    DenseHead,
    /// A head on the embeddings of `views` augmented views of each picture, and of the picture itself.
    AugmentedHead,
    /// First the head, then with it the last `unfrozen_blocks` blocks of the backbone, on augmented pictures.
    FineTune,
    /// A small network of its own from random weights: Keras's basic CNN on 64 × 64 pixels.
    Scratch,
}

/// Settings of a training run; [`TrainingSettings::of`] has the defaults of each method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TrainingSettings {
    /// What is trained.
    pub method: Method,
    /// Maximum passes over the training pictures, 1–1000.
    pub epochs: usize,
    /// Pictures a step, 1–512.
    pub batch_size: usize,
    /// The optimiser.
    pub optimizer: Optimizer,
    /// The highest learning rate of the head (or of the whole network from scratch), above 0, at most 1.
    pub learning_rate: f64,
    /// The highest learning rate of the topmost unfrozen block, above 0, at most 1.
    pub block_learning_rate: f64,
    /// Factor of the learning rate from each block to the one below, 0.1–1.
    pub layer_decay: f64,
    /// The course of the learning rate.
    pub schedule: Schedule,
    /// Weight decay, 0–1.
    pub weight_decay: f64,
    /// Share of each target that label smoothing spreads over all classes, 0–0.5.
    pub label_smoothing: f64,
    /// Mixup's α (Zhang et al. 2018, arXiv:1710.09412): pictures of a batch are mixed in pairs by a share from Beta(α, α);
    /// 0–2, 0 mixes nothing. What is mixed is what goes into the trained part (Verma et al. 2019, arXiv:1806.05236).
    pub mixup: f64,
    /// Width of the head's hidden layer, 1–4096.
    pub hidden_units: usize,
    /// Share of hidden units dropped at each step, 0–0.95.
    pub dropout: f64,
    /// Augmented views of each picture for [`Method::AugmentedHead`], 1–50.
    pub views: usize,
    /// How many of the backbone's last blocks [`Method::FineTune`] trains: from 0, the head alone; more than there are means all.
    pub unfrozen_blocks: usize,
    /// How training pictures are augmented by every method except [`Method::DenseHead`].
    pub augmentation: Augmentation,
    /// Share of each class held out for validation, 0–0.5; 0 holds nothing out.
    pub validation_fraction: f64,
    /// Epochs without a lower validation loss before training ends, 0–1000; 0 never ends early.
    pub patience: usize,
    /// Weigh classes so that a rare one counts as much as a common one.
    pub balance_classes: bool,
    /// Seed of the split, the first weights, the batch order, the augmented views, mixup and dropout.
    pub seed: u32,
}

impl Default for TrainingSettings {
    /// [`Method::DenseHead`]'s.
    fn default() -> Self {
        Self::of(Method::DenseHead)
    }
}

impl TrainingSettings {
    /// The defaults of `method`. Dense head: Teachable Machine's (50 epochs, batch 16, Adam 1e-3, 15 % held out) with dropout
    /// and early stopping added. Scratch: Keras's textbook example (10 epochs, batch 32, Adam 1e-3).
    pub fn of(method: Method) -> Self {
        let dense_head = Self {
            method,
            epochs: 50,
            batch_size: 16,
            optimizer: Optimizer::Adam,
            learning_rate: 1e-3,
            block_learning_rate: 3e-4,
            layer_decay: 1.0,
            schedule: Schedule::Constant,
            weight_decay: 0.0,
            label_smoothing: 0.0,
            mixup: 0.0,
            hidden_units: 128,
            dropout: 0.2,
            views: 5,
            unfrozen_blocks: 5,
            augmentation: Augmentation::default(),
            validation_fraction: 0.15,
            patience: 10,
            balance_classes: true,
            seed: 1,
        };
        match method {
            Method::DenseHead => dense_head,
            Method::AugmentedHead => Self { augmentation: Augmentation::gentle(), ..dense_head },
            Method::FineTune => Self {
                epochs: 6,
                schedule: Schedule::OneCycle,
                label_smoothing: 0.1,
                patience: 0,
                augmentation: Augmentation::gentle(),
                ..dense_head
            },
            Method::Scratch => Self { epochs: 10, batch_size: 32, dropout: 0.0, patience: 0, ..dense_head },
        }
    }

    /// Those of the head that fine-tuning begins with: as if it were trained alone.
    pub fn head_first(&self) -> Self {
        let Self { hidden_units, dropout, balance_classes, seed, .. } = *self;
        Self { hidden_units, dropout, balance_classes, seed, ..Self::of(Method::DenseHead) }
    }

    /// Checks every limit.
    ///
    /// # Errors
    /// [`Error::InvalidSettings`] that names the first setting out of its limits, and the limits.
    pub fn validate(&self) -> Result<()> {
        let limits = [
            ("epochs", self.epochs as f64, 1.0, 1000.0),
            ("batchSize", self.batch_size as f64, 1.0, 512.0),
            ("learningRate", self.learning_rate, 1e-9, 1.0),
            ("blockLearningRate", self.block_learning_rate, 1e-9, 1.0),
            ("layerDecay", self.layer_decay, 0.1, 1.0),
            ("weightDecay", self.weight_decay, 0.0, 1.0),
            ("labelSmoothing", self.label_smoothing, 0.0, 0.5),
            ("mixup", self.mixup, 0.0, 2.0),
            ("hiddenUnits", self.hidden_units as f64, 1.0, 4096.0),
            ("dropout", self.dropout, 0.0, 0.95),
            ("views", self.views as f64, 1.0, 50.0),
            ("unfrozenBlocks", self.unfrozen_blocks as f64, 0.0, 1000.0),
            ("validationFraction", self.validation_fraction, 0.0, 0.5),
            ("patience", self.patience as f64, 0.0, 1000.0),
        ];
        let outside = |&(_, value, min, max): &(_, f64, f64, f64)| !(min..=max).contains(&value);
        match limits.into_iter().find(outside) {
            None if self.method != Method::Scratch && self.augmentation.standardizes() => Err(Error::InvalidSettings {
                detail: "rescale, samplewise and featurewise are for a network from scratch: a pretrained one takes its input as it was trained".into(),
            }),
            None => self.augmentation.validate(),
            Some((name, value, min, max)) => {
                Err(Error::InvalidSettings { detail: format!("{name} is {value}, but must be from {min} to {max}") })
            }
        }
    }
}
