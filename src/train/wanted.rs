//! The batches of an epoch, in their order.

use std::collections::VecDeque;

use rand_chacha::ChaCha8Rng;

use crate::data::batches;

/// What the trainer waits for: indices of examples.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Training examples to learn from.
    Training(Vec<u32>),
    /// Held-out examples to measure on.
    Validation(Vec<u32>),
}

/// What is left of an epoch: training batches in random order, then all held-out examples.
pub(super) struct Epoch {
    training: Vec<u32>,
    batch_size: usize,
    validation: VecDeque<Wanted>,
    left: VecDeque<Wanted>,
}

impl Epoch {
    /// An epoch over so many examples, in batches of these sizes; nothing of it is left yet.
    pub(super) fn new([training, validation]: [usize; 2], [batch_size, validation_batch]: [usize; 2]) -> Self {
        let validation: Vec<u32> = (0..validation as u32).collect();
        Self {
            training: (0..training as u32).collect(),
            batch_size,
            validation: validation.chunks(validation_batch).map(|batch| Wanted::Validation(batch.to_vec())).collect(),
            left: VecDeque::new(),
        }
    }

    /// Only the held-out examples are left.
    pub(super) fn skip_training(&mut self) {
        self.left = self.validation.clone();
    }

    /// The next batch; a new epoch's first if nothing is left.
    pub(super) fn next(&mut self, rng: &mut ChaCha8Rng) -> &Wanted {
        if self.left.is_empty() {
            let training = batches(&self.training, self.batch_size, rng).into_iter().map(Wanted::Training);
            self.left = training.chain(self.validation.clone()).collect();
        }
        &self.left[0]
    }

    /// Takes the next batch, unless nothing is left.
    pub(super) fn take(&mut self) -> Option<Wanted> {
        self.left.pop_front()
    }

    /// Whether nothing is left.
    pub(super) fn ended(&self) -> bool {
        self.left.is_empty()
    }
}
