//! How good predictions are: the confusion table, what is read off it, and how sure that is.

mod confusion;
mod interval;

pub use confusion::{Confusion, Metrics};
pub use interval::wilson;
