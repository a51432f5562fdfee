//! A graph run on the CPU: a picture in, a probability for each label out; or a backbone: a picture in, its embedding out. Neither
//! needs burn.

mod embedder;
mod head;
mod input;
mod predictor;

pub use embedder::Embedder;
pub use head::Answer;
pub use predictor::Predictor;
