//! Writers of a graph for other programs, a file each, and what goes with every export: a check and a model card.

mod archive;
mod card;
mod channels_last;
mod check;
mod facts;
mod file;
mod keras;
pub mod onnx;
mod package;
mod page;
mod protobuf;
pub mod safetensors;
mod tflite;

pub use archive::archive;
pub use check::picture as check_picture;
pub use facts::{ClassFacts, Facts, Measured};
pub use file::ExportedFile;
pub use package::{Format, package};
pub use page::{Runtime, page};
