//! Networks: devices, weights, layers, one file a network, and the head that is taught.

mod backbone;
mod conv;
mod device;
mod efficientnet;
mod head;
mod weights;

pub use backbone::Backbone;
pub use burn::tensor::Device;
pub use conv::{ConvNorm, ConvNormSpec};
pub use device::{cpu, read};
pub use efficientnet::{Block, EfficientNetLite, FEATURES, LITE0, Stage};
pub use head::{Head, HeadShape};
pub use weights::Weights;

#[cfg(target_family = "wasm")]
pub use device::webgpu;
