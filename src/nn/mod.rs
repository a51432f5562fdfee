//! Networks: devices, weights, layers, one file a network, and the head that is taught.

mod architecture;
mod backbone;
mod catalogue;
mod checkpoint;
mod device;
mod head;
pub mod network;
mod weights;

pub use architecture::Architecture;
pub use backbone::Backbone;
pub use burn::tensor::Device;
pub use catalogue::CatalogueEntry;
pub use device::{cpu, read};
pub use head::{Head, HeadShape};
pub use network::{Block, Network};
pub use weights::{Stored, Weights};

#[cfg(target_family = "wasm")]
pub use device::webgpu;
