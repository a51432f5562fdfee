//! From a picture's bytes to the RGB pixels and numbers that a network sees: one way for files, camera and tests.

mod decode;
mod pixels;
mod preprocess;

pub use decode::decode;
pub use pixels::{LEAST_SIDE, MOST_MEGAPIXELS, Pixels};
pub use preprocess::Preprocess;
