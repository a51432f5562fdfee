//! From a picture's bytes to the RGB pixels and numbers that a network sees: one way for files, camera and tests.

mod colour;
mod decode;
mod depth;
mod fault;
mod jpeg;
mod kind;
mod pixels;
mod png;
mod preprocess;
mod size;
mod webp;

pub use decode::{ENOUGH, decode, decode_jpeg, decode_other, decode_reduced};
pub use pixels::Pixels;
pub use preprocess::Preprocess;
pub use size::{MAX_MEGAPIXELS, MIN_SIDE};
