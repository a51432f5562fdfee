//! VGG as a table (Simonyan & Zisserman 2014, arXiv:1409.1556), with torchvision's names, plain or with batch norm;
//! as there, the convolutions have a bias beside the batch norm.

use crate::network::{ConvSpec, NamedSpec, PoolSpec, Spec};

/// Convolutions in each of the five stages; a pool ends every stage.
pub type Depth = [usize; 5];

pub const VGG11: Depth = [1, 1, 2, 2, 2];
pub const VGG13: Depth = [2, 2, 2, 2, 2];
pub const VGG16: Depth = [2, 2, 3, 3, 3];
pub const VGG19: Depth = [2, 2, 4, 4, 4];

const WIDTHS: [usize; 5] = [64, 128, 256, 512, 512];

/// ε of the batch norms (PyTorch's default).
const EPSILON: f32 = 1e-5;

/// The network of this depth: a block is a convolution, the last of a stage with its pool.
pub fn blocks(depth: Depth, batch_norm: bool) -> Vec<NamedSpec> {
    let mut blocks = Vec::new();
    let mut channels = 3;
    // torchvision numbers convolutions, norms, activations and pools in one list.
    let mut layer = 0;
    for (convolutions, width) in depth.into_iter().zip(WIDTHS) {
        for convolution in 1..=convolutions {
            let conv = Spec::Conv(conv(layer, [channels, width], batch_norm));
            let last = convolution == convolutions;
            let spec = if last { Spec::Chain(vec![conv, Spec::MaxPool(POOL)]) } else { conv };
            blocks.push(NamedSpec::new(format!("block {}", blocks.len() + 1), spec));
            layer += 2 + usize::from(batch_norm) + usize::from(last);
            channels = width;
        }
    }
    blocks
}

const POOL: PoolSpec = PoolSpec { kernel: 2, stride: 2, padding: 0 };

fn conv(layer: usize, channels: [usize; 2], batch_norm: bool) -> ConvSpec {
    let conv = ConvSpec::new(format!("features.{layer}"), channels, 3);
    if batch_norm { conv.norm(format!("features.{}", layer + 1), EPSILON).biased() } else { conv }
}
