//! Networks: devices, weights, layers, one file a network, and the head that is taught.

mod backbone;
mod basic_cnn;
mod block;
mod classifier;
mod conv;
mod device;
mod efficientnet;
mod frozen;
mod head;
mod network;
mod weights;

pub use backbone::Backbone;
pub use basic_cnn::basic_cnn;
pub use block::Block;
pub use burn::tensor::Device;
pub use classifier::{Classifier, Pooling};
pub use conv::{Activation, ConvNorm, ConvNormSpec};
pub use device::{cpu, read};
pub use efficientnet::{FEATURES, InvertedResidual, LITE0, Stage, efficientnet_lite};
pub use frozen::{Basis, FrozenPart, TrainedPart, trained_part};
pub use head::{Head, HeadShape};
pub use network::Network;
pub use weights::Weights;

#[cfg(target_family = "wasm")]
pub use device::webgpu;
