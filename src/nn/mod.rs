//! Networks: devices, weights, layers, one file a network, and what is taught on top of one.

mod architecture;
mod attention;
mod backbone;
mod classifier;
mod device;
mod frozen;
mod head;
pub mod network;
mod weights;

pub use architecture::Architecture;
pub use attention::Attention;
pub use backbone::Backbone;
pub use burn::tensor::Device;
pub use classifier::{Classifier, Pooling};
pub use device::{cpu, read};
pub use frozen::{Basis, FrozenPart, SCRATCH, SCRATCH_FEATURES, TrainedPart, trained_part};
pub use head::{Answer, Head, HeadShape};
pub use network::{Block, Network};
pub use weights::{Stored, Weights};

#[cfg(target_family = "wasm")]
pub use device::webgpu;
