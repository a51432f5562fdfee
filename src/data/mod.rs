//! What is taught: classes and their pictures, where each came from, what is held out, and in which order it is seen.

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
