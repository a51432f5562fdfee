//! The layers between the input and the pooled vector.

use serde::{Deserialize, Serialize};

use crate::network::{Activation, ConvSpec, PoolSpec, StoredKernel};

/// One layer. Values are numbered: 0 is the graph's input, and the layer at index `i` makes the value `i + 1`.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Unlike any other layer's.
    pub name: String,
    /// What it does.
    pub op: Op,
    /// The values that it takes, all made before it.
    pub inputs: Vec<usize>,
    /// Channels, height and width of what it makes of one picture.
    pub shape: [usize; 3],
}

/// What a layer does.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Convolves one value.
    Conv(Box<Conv>),
    /// The maximum of each window; what is beyond the edge never is.
    MaxPool(PoolSpec),
    /// The mean of each window; zeros beyond the edge count.
    AvgPool(PoolSpec),
    /// The sum of two values, and what follows it.
    Add(Activation),
    /// Values joined along the channels.
    Concat,
}

/// A convolution: `activation(scale · (weight * x) + bias)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Conv {
    /// Its shape and names.
    pub spec: ConvSpec,
    /// Its numbers.
    pub kernel: StoredKernel,
    /// Zeros above, to the left, below and to the right.
    pub pads: [usize; 4],
}

/// How the last map becomes the vector that the head takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pooling {
    /// The mean of each channel.
    Mean,
    /// Every value, row by row and within a pixel channel by channel: Keras's `Flatten` of channels-last maps.
    Flatten,
}
