//! The cost of a network, computed from its table.

use super::conv_spec::{ConvSpec, Padding};
use super::spec::{NamedSpec, PoolSpec, Spec};

/// The cost of one picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Multiplications of the convolutions, each with its addition.
    pub multiply_adds: u64,
    /// Numbers in the outputs of all convolutions: what training every block stores for the backward pass.
    pub activations: u64,
    /// Numbers in the input and output of the convolution that has most of them.
    pub widest: u64,
}

/// Channels, height and width.
type Map = [usize; 3];

impl Cost {
    /// The cost of a picture of `size` × `size` pixels.
    pub fn of(blocks: &[NamedSpec], size: usize) -> Self {
        let mut cost = Self::default();
        blocks.iter().fold([3, size, size], |map, block| cost.through(&block.spec, map));
        cost
    }

    /// Adds the cost of `spec`; returns the shape of its output.
    fn through(&mut self, spec: &Spec, map: Map) -> Map {
        match spec {
            Spec::Conv(conv) => self.conv(conv, map),
            Spec::MaxPool(pool) | Spec::AvgPool(pool) => pooled(*pool, map),
            Spec::Chain(links) => self.chain(links, map),
            Spec::Residual(residual) => {
                residual.shortcut.iter().for_each(|conv| _ = self.conv(conv, map));
                self.chain(&residual.body, map)
            }
            Spec::Branches(branches) => {
                let [_, height, width] = branches.iter().fold(map, |_, links| self.chain(links, map));
                [spec.channels(map[0]), height, width]
            }
        }
    }

    fn chain(&mut self, links: &[Spec], map: Map) -> Map {
        links.iter().fold(map, |map, link| self.through(link, map))
    }

    fn conv(&mut self, conv: &ConvSpec, map: Map) -> Map {
        let side = |axis: usize| outputs(conv.padding, axis, map[axis + 1], conv.kernel[axis], conv.stride);
        let output = [conv.channels[1], side(0), side(1)];
        let [_, inputs, height, width] = conv.shape();
        self.multiply_adds += numbers(output) * (inputs * height * width) as u64;
        self.activations += numbers(output);
        self.widest = self.widest.max(numbers(map) + numbers(output));
        output
    }
}

fn pooled(pool: PoolSpec, [channels, height, width]: Map) -> Map {
    let side = |axis, length| outputs(Padding::Zeros([pool.padding; 2]), axis, length, pool.kernel, pool.stride);
    [channels, side(0, height), side(1, width)]
}

/// Length of an axis after a window.
fn outputs(padding: Padding, axis: usize, length: usize, kernel: usize, stride: usize) -> usize {
    match padding {
        Padding::Same => length.div_ceil(stride),
        Padding::Zeros(zeros) => (length + 2 * zeros[axis]).saturating_sub(kernel) / stride + 1,
    }
}

fn numbers(map: Map) -> u64 {
    map.iter().product::<usize>() as u64
}
