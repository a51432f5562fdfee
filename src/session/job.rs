//! What is under way: a run, in one of its two phases, or a search for a learning rate. There is one at a time.

use super::finishing::Finishing;
use super::learning::Learning;
use crate::picture::Pixels;
use crate::train::RateSearch;

/// What is under way.
pub(super) enum Job {
    /// A run in its first phase.
    Learning(Box<Learning>),
    /// A run in its last phase.
    Finishing(Box<Finishing>),
    /// A search for a learning rate.
    RateSearch(Box<RateSearch>),
}

impl Job {
    /// Ids of the pictures that must be supplied before the next step.
    pub(super) fn pictures(&mut self) -> Vec<u32> {
        match self {
            Self::Learning(learning) => learning.run.pictures(),
            Self::Finishing(finishing) => finishing.pictures(),
            Self::RateSearch(search) => search.pictures(),
        }
    }

    /// Whether the next step wants pictures as they are, not the squares that were returned for them.
    pub(super) fn wants_originals(&self) -> bool {
        matches!(self, Self::Finishing(finishing) if finishing.wants_originals())
    }

    /// Supplies a picture for the next step; returns the square that the network sees.
    pub(super) fn supply(&mut self, id: u32, pixels: &Pixels) -> &Pixels {
        match self {
            Self::Learning(learning) => learning.run.supply(id, pixels),
            Self::Finishing(finishing) => finishing.supply(id, pixels),
            Self::RateSearch(search) => search.supply(id, pixels),
        }
    }
}
