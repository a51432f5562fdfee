//! What is under way: a run, in one of its two phases, or a search for a learning rate. There is one at a time.

use super::finishing::Finishing;
use super::run::Training;
use crate::train::RateSearch;

/// What is under way.
pub(super) enum Job {
    /// A run that learns.
    Training(Box<Training>),
    /// A run whose model is being finished.
    Finishing(Box<Finishing>),
    /// A search for a learning rate.
    RateSearch(Box<RateSearch>),
}
