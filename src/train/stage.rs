//! The training of one classifier with its input.

use super::loader::{Item, Loader};
use super::random::{Stream, stream};
use super::trainer::Trainer;
use crate::error::Result;
use crate::model::{EpochMetrics, InputLevel};
use crate::nn::{Classifier, FrozenPart};
use crate::settings::{Method, TrainingSettings};

/// The training of one classifier. Fine-tuning has two: the head, then the head with blocks.
pub(super) struct Stage {
    pub(super) level: InputLevel,
    pub(super) trainer: Trainer,
    pub(super) loader: Loader,
}

impl Stage {
    /// Trains `classifier` on training and validation items that `frozen` makes the input of.
    pub(super) fn new(
        settings: &TrainingSettings,
        level: InputLevel,
        frozen: FrozenPart,
        classifier: Classifier,
        items: [Vec<Item>; 2],
    ) -> Self {
        let [training, validation] = items.each_ref().map(|items| items.iter().map(|item| item.class).collect());
        // Views for a head are made once; what is fine-tuned sees new ones in each epoch.
        let fixed_views = matches!(settings.method, Method::DenseHead | Method::AugmentedHead);
        let augmentation = settings.augmentation.clone();
        let rng = stream(settings.seed, Stream::Views);
        let loader = Loader::new(frozen, augmentation, fixed_views, items, rng, classifier.device());
        Self { level, trainer: Trainer::new(settings.clone(), classifier, training, validation), loader }
    }

    /// Ids of the pictures that the next step needs and that were not supplied yet.
    pub(super) fn pictures(&mut self) -> Vec<u32> {
        self.loader.pictures(self.trainer.wanted())
    }

    /// Learns from a batch, or measures on one. Returns the epoch's figures if it was an epoch's last.
    pub(super) async fn step(&mut self) -> Result<Option<EpochMetrics>> {
        let wanted = self.trainer.wanted().clone();
        self.trainer.step(self.loader.input(&wanted).await?).await
    }
}
