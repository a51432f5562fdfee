//! Files that leave the session.

mod model_file;
mod parameters;

pub use model_file::{ModelFile, TrainedInfo};
