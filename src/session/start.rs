//! What a run or a search for a learning rate starts from.

use crate::data::{Fingerprint, Split};
use crate::train::Plan;

/// What a job starts from. A run's model is described by it: the project may change meanwhile.
pub(super) struct Start {
    pub(super) plan: Plan,
    /// The backbone's name.
    pub(super) backbone: String,
    /// Ids of the classes, in the order of the outputs.
    pub(super) class_ids: Vec<u32>,
    pub(super) split: Split,
    pub(super) fingerprint: Fingerprint,
}
