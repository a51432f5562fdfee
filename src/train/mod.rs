//! Training: settings, and runs that their caller drives step by step. No loop and no clock of its own: not calling is a
//! pause, dropping is a cancel.
//!
//! One [`Trainer`] trains whatever stands on frozen ground: a head on embeddings, blocks with a head on feature maps, a
//! network on pixels. A [`Run`] is a trainer with the inputs that its method takes.

mod curve;
mod feed;
mod finder;
mod fit;
mod loss;
mod metrics;
mod mixup;
mod optimizer;
mod plan;
mod random;
mod run;
mod schedule;
mod settings;
mod trainer;

pub use curve::{RateCurve, RatePoint};
pub use finder::Finder;
pub use metrics::EpochMetrics;
pub use optimizer::Optimizer;
pub use run::{Example, Run, Trained};
pub use schedule::Schedule;
pub use settings::{Method, TrainingSettings};
pub use trainer::{Best, Ended, Trainer, Wanted};
