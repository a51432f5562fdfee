//! A trained model as a flat list of layers, in the order of the forward pass, with its numbers as they are stored. It is made of
//! two files, the backbone's and the model's, and read by whatever runs or writes a model without burn.

mod build;
mod file;
mod head;
mod input;
mod layer;
mod numbers;
mod walk;

pub use build::Graph;
pub use head::{Dense, Familiar, Head, Label};
pub use input::{Input, Sample};
pub use layer::{Conv, Layer, Op, Pooling};
