//! Which network a file of weights belongs to.

use super::architecture::Architecture;
use super::misfit::Misfit;
use crate::error::{Error, Result};
use crate::weights::Weights;

impl Architecture {
    /// The network that `weights` are for, by the names and shapes of the tensors.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if they are for none: it says which network comes nearest, and what is wrong.
    pub fn recognise(weights: &Weights) -> Result<Self> {
        let (nearest, misfit) = nearest(weights);
        match (misfit.count(), misfit.fitting) {
            (0, _) => Ok(nearest),
            (_, 0) => Err(wrong("it is none of the networks that Pupil knows".into())),
            _ => Err(wrong(format!("it looks like {nearest}, but {misfit}"))),
        }
    }

    /// Checks that `weights` are this network's. Tensors of the classifier and batch counters do not matter.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] says what is wrong, and which network they look like instead.
    pub fn check(self, weights: &Weights) -> Result<()> {
        let misfit = Misfit::of(&self.blocks(), weights);
        if misfit.count() == 0 {
            return Ok(());
        }
        let (nearest, nearest_misfit) = nearest(weights);
        Err(wrong(match nearest_misfit.fitting {
            _ if nearest == self => format!("for {self}, {misfit}"),
            0 => format!("for {self}, {misfit}"),
            _ => format!("it looks like {nearest}; for {self}, {misfit}"),
        }))
    }
}

/// The network most similar to the file.
fn nearest(weights: &Weights) -> (Architecture, Misfit) {
    let all = Architecture::ALL.map(|architecture| (architecture, Misfit::of(&architecture.blocks(), weights)));
    all.into_iter().max_by(|a, b| a.1.similarity().total_cmp(&b.1.similarity())).expect("there are networks")
}

fn wrong(detail: String) -> Error {
    Error::WrongWeights { detail }
}
