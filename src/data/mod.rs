//! The dataset: classes and their pictures, the source of each, what is held out, and the order of batches.

mod batches;
mod class;
mod dataset;
mod fingerprint;
mod folds;
mod picture;
mod sources;
mod split;

pub use batches::{batches, class_weights};
pub use class::{Class, MAX_NAME_LENGTH};
pub use dataset::Dataset;
pub use fingerprint::{Fingerprint, fnv1a};
pub use folds::{folds, held_out_folds};
pub use picture::Picture;
pub use split::{Split, split};
