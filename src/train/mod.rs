//! Training: settings, and one trainer that its caller drives step by step. No loop and no clock of its own: not calling
//! it is a pause, dropping it is a cancel.

mod metrics;
mod settings;
mod trainer;

pub use metrics::EpochMetrics;
pub use settings::TrainingSettings;
pub use trainer::{Ended, Example, HeadTrainer, TrainedHead};
