//! Networks on a device: burn's modules, what is trained on top of a backbone, and views of pictures.

mod attention;
mod backbone;
mod block;
mod classifier;
mod conv;
mod device;
mod frozen;
mod head;
mod model;
mod network;
mod ops;
mod parameters;
mod pooling;
mod scratch;
mod trained_part;
mod trunk;
pub mod views;

pub use attention::Attention;
pub use backbone::Backbone;
pub use block::{Block, Residual, through};
pub use burn::tensor::Device;
pub use classifier::Classifier;
pub use conv::ConvNorm;
pub use device::{cpu, read};
pub use frozen::FrozenPart;
pub use head::{Head, Output};
pub use model::Model;
pub use network::Network;
pub use pooling::Pooling;
pub use scratch::{SCRATCH, SCRATCH_FEATURES};
pub use trained_part::TrainedPart;

#[cfg(target_family = "wasm")]
pub use device::webgpu;
