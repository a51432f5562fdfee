//! The instant model, and its renewal.

use super::model::TrainedModel;
use crate::data::Fingerprint;
use crate::lda::{Answer, Learner};

/// What has been learned, and what is being learned anew.
#[derive(Default)]
pub(super) struct Instant {
    /// The pictures that `learned` is of, or would be if they could be learned.
    pub(super) of: Option<Fingerprint>,
    pub(super) learned: Option<InstantModel>,
    pub(super) renewal: Option<Renewal>,
}

impl Instant {
    /// What it learns from has changed, if not the pictures: what it knows goes on answering until it has learned anew.
    pub(super) fn forget_pictures(&mut self) {
        self.of = None;
        self.renewal = None;
    }
}

/// An instant model.
pub(super) struct InstantModel {
    pub(super) model: TrainedModel,
    /// Out of fold, in the order of ids; classes are those of the model.
    pub(super) answers: Vec<Answer>,
}

/// A renewal under way.
pub(super) struct Renewal {
    pub(super) of: Fingerprint,
    pub(super) class_ids: Vec<u32>,
    pub(super) learner: Learner,
}
