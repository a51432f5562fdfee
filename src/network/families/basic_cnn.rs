//! The small network of Keras's courses (Keras: Conv 32 3×3 relu → pool 2 → Conv 64 3×3 relu → pool 2, VALID
//! padding, for pictures of 64×64). It has no published weights: it is trained from scratch.

use crate::network::{ConvSpec, NamedSpec, Padding, PoolSpec, Spec};

/// The blocks; the dense part is the head's.
pub fn blocks() -> Vec<NamedSpec> {
    let block = |name: &str, channels| {
        let conv = Spec::Conv(ConvSpec::new(name, channels, 3).padding(Padding::VALID));
        Spec::Chain(vec![conv, Spec::MaxPool(PoolSpec { kernel: 2, stride: 2, padding: 0 })])
    };
    vec![
        NamedSpec::new("block 1", block("conv1", [3, 32])), //
        NamedSpec::new("block 2", block("conv2", [32, 64])),
    ]
}
