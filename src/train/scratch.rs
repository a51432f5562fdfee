//! Training a network from random weights.

use super::plan::Plan;
use super::random::{Stream, stream};
use super::stage::Stage;
use super::sweep::Sweep;
use crate::augment::{Standardizer, Statistics};
use crate::model::InputLevel;
use crate::nn::{Backbone, Classifier, FrozenPart, Head, Network, Pooling, SCRATCH, SCRATCH_FEATURES};
use crate::picture::Preprocess;

/// Keras's basic CNN, waiting for the statistics of its training pictures.
pub(super) struct Scratch {
    plan: Plan,
    sweep: Option<Sweep>,
    frozen: FrozenPart,
}

impl Scratch {
    /// On the backbone's device.
    pub(super) fn new(plan: Plan, backbone: &Backbone, sweep: Option<Sweep>) -> Self {
        Self { plan, sweep, frozen: backbone.frozen_below(InputLevel::Pictures) }
    }

    /// How a picture becomes a square.
    pub(super) fn preprocess(&self) -> &Preprocess {
        self.frozen.preprocess()
    }

    /// Begins from random weights, with pictures standardised by `statistics` if the settings say so.
    pub(super) fn begin(&self, statistics: &Statistics) -> Stage {
        let Plan { settings, .. } = &self.plan;
        let device = self.frozen.device();
        let mut rng = stream(settings.seed, Stream::Weights);
        let Network { blocks } = Network::init(SCRATCH, &mut rng, device);
        let head = Head::glorot(self.plan.head_shape(SCRATCH_FEATURES), &mut rng, device);
        let classifier = Classifier::new(blocks, Pooling::Flatten, head);
        let augmentation = &settings.augmentation;
        let standardizer = augmentation.standardizes().then(|| Standardizer::new(augmentation, statistics));
        let frozen = self.frozen.clone().standardized(standardizer);
        let stage = Stage::new(settings, InputLevel::Pictures, frozen, classifier, self.plan.pictures());
        Stage { trainer: stage.trainer.sweeping(self.sweep), ..stage }
    }
}
