//! The dataset: classes and their pictures, the source of each, what is held out, and the order of batches.

mod batches;
mod dataset;
mod fingerprint;
mod folds;
mod split;

pub use batches::{batches, class_weights};
pub use dataset::{Class, Dataset, LONGEST_NAME, Picture};
pub use fingerprint::Fingerprint;
pub use folds::folds;
pub use split::{Split, split};
