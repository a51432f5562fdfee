//! Sees the training pictures once before the first step, where their mean and standard deviation are needed.

use std::collections::BTreeSet;

use super::run::Example;
use crate::augment::Statistics;
use crate::picture::Pixels;

/// What was seen, and what is still to be seen, a portion at a time.
pub(super) struct Fit {
    statistics: Statistics,
    /// The last comes first.
    portions: Vec<BTreeSet<u32>>,
}

impl Fit {
    /// Nothing seen yet of `examples`, which must not be empty.
    pub(super) fn new(examples: &[Example], portion: usize) -> Self {
        let portions = examples.chunks(portion).map(|chunk| chunk.iter().map(|example| example.picture).collect());
        Self { statistics: Statistics::default(), portions: portions.collect() }
    }

    /// What this portion still lacks.
    pub(super) fn pictures(&self) -> Vec<u32> {
        self.portions.last().into_iter().flatten().copied().collect()
    }

    /// Sees a picture's square, once.
    pub(super) fn see(&mut self, picture: u32, square: &Pixels) {
        if self.portions.last_mut().is_some_and(|portion| portion.remove(&picture)) {
            self.statistics.see(square);
        }
    }

    /// Goes on to the next portion; gives the statistics if there is none.
    pub(super) fn advance(&mut self) -> Option<&Statistics> {
        self.portions.pop();
        self.portions.is_empty().then_some(&self.statistics)
    }
}
