//! Training a head on embeddings.

use super::example::Example;
use super::loader::Item;
use super::plan::Plan;
use super::random::{Stream, stream};
use super::stage::Stage;
use crate::model::InputLevel;
use crate::nn::{Backbone, Classifier, Head, Pooling, cpu};

/// A head on the stored embeddings, and on those of augmented views if the method makes some.
pub(super) fn head_stage(plan: &Plan, backbone: &Backbone) -> Stage {
    let stored = |example: &Example| Item::embedding(example.picture, example.class, example.embedding.clone());
    let training = plan.training.iter().flat_map(|example| {
        let view = Item::picture(example.picture, example.class, true);
        std::iter::once(stored(example)).chain(std::iter::repeat_n(view, plan.views()))
    });
    let items = [training.collect(), plan.validation.iter().map(stored).collect()];
    let shape = plan.head_shape(plan.training[0].embedding.len());
    let head = Head::rooted(shape, &mut stream(plan.settings.seed, Stream::Weights), &cpu());
    let classifier = Classifier::new(Vec::new(), Pooling::Mean, head);
    let frozen = backbone.frozen_below(InputLevel::Embeddings);
    Stage::new(&plan.settings, InputLevel::Embeddings, frozen, classifier, items)
}
