//! Augmented views on the device: what [`crate::augment`] draws, computed for a whole batch.

mod apply;
mod resample;
mod standardize;

pub use apply::{apply, levels};
pub use standardize::standardize;
