//! The statistics pass: the training pictures are seen once before the first step, where their mean and standard deviation
//! are needed.

use std::collections::BTreeSet;

use crate::augment::Statistics;
use crate::picture::{Pixels, Preprocess};

/// What was seen, and what is still to be seen, a slice at a time.
pub(super) struct StatisticsPass {
    statistics: Statistics,
    preprocess: Preprocess,
    /// The last comes first.
    slices: Vec<BTreeSet<u32>>,
    /// The square that was supplied last.
    square: Option<Pixels>,
}

impl StatisticsPass {
    /// Nothing seen yet of `pictures`, at least one.
    pub(super) fn new(pictures: &[u32], slice: usize, preprocess: &Preprocess) -> Self {
        Self {
            statistics: Statistics::default(),
            preprocess: preprocess.clone(),
            slices: pictures.chunks(slice).map(|ids| ids.iter().copied().collect()).collect(),
            square: None,
        }
    }

    /// The pictures of this slice that were not supplied yet.
    pub(super) fn pictures(&self) -> Vec<u32> {
        self.slices.last().into_iter().flatten().copied().collect()
    }

    /// Counts a picture in, once; returns its square.
    pub(super) fn supply(&mut self, picture: u32, pixels: &Pixels) -> &Pixels {
        let square = self.preprocess.square(pixels);
        if self.slices.last_mut().is_some_and(|slice| slice.remove(&picture)) {
            self.statistics.add(&square);
        }
        self.square.insert(square)
    }

    /// Goes on to the next slice; returns the statistics after the last.
    pub(super) fn advance(&mut self) -> Option<&Statistics> {
        self.slices.pop();
        self.slices.is_empty().then_some(&self.statistics)
    }
}
