//! Inference on the CPU: a network's table compiled for the kernels of `pupil-kernels`, and run; with the
//! classifier that it was published with. Nothing is trained here.

mod compile;
mod map;
mod plan;
mod pretrained;
mod step;

pub use compile::{clamp, window};
pub use map::{Map, channels_first, channels_last};
pub use plan::Plan;
pub use pretrained::PretrainedHead;
