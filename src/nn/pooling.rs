//! From a feature map to a vector.

use burn::tensor::Tensor;

/// How a feature map becomes the vector that the head takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooling {
    /// The mean of each channel (Lin et al. 2013, arXiv:1312.4400).
    Mean,
    /// Every value, row by row and within a pixel channel by channel: Keras's `Flatten` of channels-last maps.
    Flatten,
}

impl Pooling {
    /// `[batch, channels, h, w]` → `[batch, channels]`, or `[batch, h · w · channels]` where it flattens.
    pub fn forward(self, map: Tensor<4>) -> Tensor<2> {
        match self {
            Self::Mean => map.mean_dims(&[2, 3]).flatten(1, 3),
            Self::Flatten => map.permute([0, 2, 3, 1]).flatten(1, 3),
        }
    }
}
