//! The recipe of a training run: method, optimiser, schedule, limits and defaults.

mod optimizer;
mod schedule;
mod training;

pub use optimizer::Optimizer;
pub use schedule::Schedule;
pub use training::{Method, TrainingSettings};
