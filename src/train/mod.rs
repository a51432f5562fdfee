//! Training: runs that their caller drives step by step. No loop and no clock of its own: not calling is a pause, dropping is
//! a cancel.
//!
//! One [`Trainer`] trains whatever stands on a frozen part: a head on embeddings, blocks with a head on feature maps, a
//! network on pixels. A [`Run`] is a trainer with the inputs that its method takes, in one or two phases.

mod curve;
mod dropout;
mod example;
mod fine_tuning;
mod head;
mod head_first;
mod history;
mod loader;
mod loss;
mod measure;
mod mixup;
mod optimizer;
mod phase;
mod plan;
mod random;
mod rate_search;
mod run;
mod scratch;
mod stage;
mod statistics;
mod sweep;
mod trainer;
mod wanted;

pub use curve::{RateCurve, RatePoint};
pub use example::Example;
pub use history::{Best, Ended};
pub use plan::Plan;
pub use rate_search::RateSearch;
pub use run::{Run, Trained};
pub use sweep::Sweep;
pub use trainer::Trainer;
pub use wanted::Wanted;
