//! Writers of a graph for other programs, a file each, and what goes with every export: a check and a model card.

mod card;
mod check;
mod facts;
pub mod onnx;
mod package;
mod protobuf;
pub mod safetensors;

pub use check::picture as check_picture;
pub use facts::{ClassFacts, Facts, Measured};
pub use package::{ExportedFile, onnx_package};
