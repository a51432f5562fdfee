//! Files of weights as named tensors: safetensors, and PyTorch's own format.

mod checkpoint;
mod file;
mod format;
mod stored;

pub use file::Weights;
pub use stored::Stored;
