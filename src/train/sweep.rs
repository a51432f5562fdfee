//! Learning rates that rise from step to step.

/// fastai's `start_lr` as a share of its `end_lr`.
const START: f64 = 1e-8;

/// Learning rates that rise exponentially: fastai's `lr_find` with its defaults (Smith 2017, arXiv:1506.01186), from 1e-7 to
/// 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// Over how many steps.
    pub steps: usize,
}

impl Sweep {
    /// fastai's `end_lr`.
    pub const MAX_RATE: f64 = 10.0;

    /// The rate at `step` (0-based).
    pub fn rate(self, step: usize) -> f64 {
        Self::MAX_RATE * self.factor(step)
    }

    /// The same as a factor of the highest rate, which would be reached at step `steps`.
    pub(super) fn factor(self, step: usize) -> f64 {
        START.powf(1.0 - step as f64 / self.steps as f64)
    }
}
