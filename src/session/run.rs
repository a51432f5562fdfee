//! A run that learns, and its best model.

use super::finishing::Finishing;
use super::start::Start;
use super::trained_model::TrainedModel;
use crate::model::{InputLevel, ModelHeader, TrainedInfo};
use crate::nn::{Backbone, Model};
use crate::train::{Ended, Run, Trained};

/// A run that learns, with what it started from.
pub(super) struct Training {
    pub(super) run: Run,
    pub(super) start: Start,
}

impl Training {
    /// The best model so far.
    pub(super) fn best(&self) -> Model {
        let Trained { settings, input_level, standardizer, classifier, best_epoch, epochs } = self.run.best();
        let Start { backbone, class_ids, split, fingerprint, .. } = &self.start;
        let info = TrainedInfo {
            class_ids: class_ids.clone(),
            backbone: (input_level != InputLevel::Pictures).then(|| backbone.clone()),
            settings,
            best_epoch,
            epochs,
            training_pictures: split.training.len(),
            validation_pictures: split.validation.len(),
            unvalidated_class_ids: split.unvalidated.clone(),
        };
        let header = ModelHeader {
            input_level,
            standardizer,
            shape: classifier.head.shape(),
            info,
            training: split.training.clone(),
            validation: split.validation.clone(),
            fingerprint: fingerprint.clone(),
            familiarity: None,
        };
        Model { header, classifier }
    }

    /// The last phase, with the best model so far.
    pub(super) fn finish(self, reason: Ended, backbone: &Backbone) -> Finishing {
        let model = TrainedModel::new(self.best(), backbone);
        Finishing::new(reason, model, self.start.plan)
    }
}
