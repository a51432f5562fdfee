//! A trained classifier as a file: what it says of itself, and its tensors.

mod file;
mod header;
mod metrics;

pub use file::ModelFile;
pub use header::{HeadShape, InputLevel, MIN_ROOTED, ModelHeader, StartingHead, TrainedInfo};
pub use metrics::EpochMetrics;
