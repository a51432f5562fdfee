//! A network: a chain of blocks.

use burn::module::Module;
use burn::tensor::Tensor;

use super::block::Block;

/// A network without its classifier.
#[derive(Module, Debug)]
pub struct Network {
    /// From the pixels up.
    pub blocks: Vec<Block>,
}

impl Network {
    /// Normalised pictures `[batch, 3, h, w]` → the last feature map `[batch, channels, h', w']`.
    pub fn forward(&self, pictures: Tensor<4>) -> Tensor<4> {
        self.blocks.iter().fold(pictures, |x, block| block.forward(x))
    }
}
