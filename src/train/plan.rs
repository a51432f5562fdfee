//! What each method trains, and on what.

use burn::module::Module;

use super::feed::Slot;
use super::random::{Stream, stream};
use super::run::{Example, Stage};
use super::settings::{Method, TrainingSettings};
use crate::augment::{Standardizer, Statistics};
use crate::nn::{
    Backbone, Basis, Classifier, FrozenPart, Head, HeadShape, Network, Pooling, SCRATCH, SCRATCH_FEATURES, cpu,
};

/// Bytes of activations that a step may hold, a quarter of what WebAssembly's memory has room for with all that comes on top.
const MOST_ACTIVATIONS: u64 = 256 << 20;

/// What a run is made of.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) settings: TrainingSettings,
    pub(super) classes: usize,
    pub(super) training: Vec<Example>,
    pub(super) validation: Vec<Example>,
}

impl Plan {
    /// The same with other settings.
    pub(super) fn with(&self, settings: TrainingSettings) -> Self {
        Self { settings, ..self.clone() }
    }

    /// A head on embeddings: kept ones, and those of augmented views if the method makes some.
    pub(super) fn head(self, backbone: &Backbone) -> Stage {
        let views = if self.settings.method == Method::AugmentedHead { self.settings.views } else { 0 };
        let kept = |example: &Example| Slot::kept(example.picture, example.class, example.embedding.clone());
        let training = self.training.iter().flat_map(|example| {
            let view = Slot::made(example.picture, example.class, true);
            std::iter::once(kept(example)).chain(std::iter::repeat_n(view, views))
        });
        let slots = [training.collect(), self.validation.iter().map(kept).collect()];
        let shape = self.head_shape(self.training[0].embedding.len());
        let head = Head::rooted(shape, &mut stream(self.settings.seed, Stream::Weights), &cpu());
        let classifier = Classifier::new(Vec::new(), Pooling::Mean, head);
        Stage::new(self.settings, Basis::Embeddings, FrozenPart::below(Basis::Embeddings, backbone), classifier, slots)
    }

    /// The last blocks of `backbone` with a head that was trained before; of none of them, that head on pictures that are
    /// varied anew in each epoch.
    pub(super) fn fine_tuning(self, backbone: &Backbone) -> impl FnOnce(Classifier) -> Stage + use<> {
        let blocks = &backbone.network().blocks;
        let first = blocks.len().saturating_sub(self.settings.unfrozen_blocks);
        let basis = if first == blocks.len() { Basis::Embeddings } else { Basis::Block(first) };
        let device = if basis == Basis::Embeddings { cpu() } else { backbone.device().clone() };
        let blocks = blocks[first..].to_vec();
        let frozen = FrozenPart::below(basis, backbone);
        let slots = self.pictures();
        let most_at_once = (MOST_ACTIVATIONS / backbone.architecture().training_memory(first).max(1)).max(1);
        move |trained: Classifier| {
            let classifier = Classifier::new(blocks, Pooling::Mean, trained.head.to_device(&device));
            let mut stage = Stage::new(self.settings, basis, frozen, classifier, slots);
            stage.trainer = stage.trainer.at_most(most_at_once as usize);
            stage
        }
    }

    /// Keras's basic CNN from random weights.
    pub(super) fn scratch(self, backbone: &Backbone) -> Stage {
        let mut rng = stream(self.settings.seed, Stream::Weights);
        let Network { blocks } = Network::init(SCRATCH, &mut rng, backbone.device());
        let head = Head::glorot(self.head_shape(SCRATCH_FEATURES), &mut rng, backbone.device());
        let slots = self.pictures();
        let classifier = Classifier::new(blocks, Pooling::Flatten, head);
        let augmentation = &self.settings.augmentation;
        let standardizer = Standardizer::new(augmentation, &Statistics::default());
        let frozen = FrozenPart::below(Basis::Pictures, backbone)
            .standardized(augmentation.standardizes().then_some(standardizer));
        Stage::new(self.settings, Basis::Pictures, frozen, classifier, slots)
    }

    /// Every picture, made into an input when it is needed; training pictures are varied.
    fn pictures(&self) -> [Vec<Slot>; 2] {
        [(&self.training, true), (&self.validation, false)].map(|(examples, varied)| {
            examples.iter().map(|example| Slot::made(example.picture, example.class, varied)).collect()
        })
    }

    fn head_shape(&self, features: usize) -> HeadShape {
        HeadShape { features, hidden: self.settings.hidden_units, classes: self.classes }
    }
}
