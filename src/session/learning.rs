//! The first phase of a run: it learns.

use super::finishing::{Finishing, Learned};
use super::model::TrainedModel;
use super::pass::Pass;
use crate::data::{Fingerprint, Split};
use crate::model::{InputLevel, ModelHeader, TrainedInfo};
use crate::nn::{Backbone, Model};
use crate::train::{Ended, Plan, Run, Trained};

/// What a run or a search for a learning rate starts from. A run's model is described by it: the project may change meanwhile.
pub(super) struct Start {
    pub(super) plan: Plan,
    /// The backbone's name.
    pub(super) backbone: String,
    /// Ids of the classes, in the order of the outputs.
    pub(super) class_ids: Vec<u32>,
    pub(super) split: Split,
    pub(super) fingerprint: Fingerprint,
}

/// A run that learns, with what it started from.
pub(super) struct Learning {
    pub(super) run: Run,
    pub(super) start: Start,
}

impl Learning {
    /// The best model so far.
    pub(super) fn best(&self) -> Model {
        let Trained { settings, input_level, standardizer, classifier, best_epoch, epochs, started_from } =
            self.run.best();
        let Start { backbone, class_ids, split, fingerprint, .. } = &self.start;
        let info = TrainedInfo {
            class_ids: class_ids.clone(),
            backbone: (input_level != InputLevel::Pictures).then(|| backbone.clone()),
            settings: Some(settings),
            best_epoch,
            epochs,
            training_pictures: split.training.len(),
            validation_pictures: split.validation.len(),
            unvalidated_class_ids: split.unvalidated.clone(),
            started_from,
        };
        let header = ModelHeader {
            input_level,
            standardizer,
            shape: classifier.head.shape(),
            linear: classifier.head.linear,
            info,
            training: split.training.clone(),
            validation: split.validation.clone(),
            fingerprint: fingerprint.clone(),
            familiarity: None,
        };
        Model { header, classifier }
    }

    /// Ends the learning, for `reason`; `before` is the model in use.
    pub(super) fn finish(self, reason: Ended, backbone: &Backbone, before: Option<Pass>) -> Finishing {
        let model = TrainedModel::new(self.best(), backbone);
        let learned = Learned { reason, anything: self.run.has_learned() };
        Finishing::new(learned, model, self.start.plan, before)
    }
}
