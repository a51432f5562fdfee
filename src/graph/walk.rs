//! The walk over a network's table that lays its layers out flat.

use super::layer::{Conv, Layer, Op};
use super::numbers::Kernels;
use crate::error::Result;
use crate::network::{Activation, ConvSpec, NamedSpec, Padding, PoolSpec, ResidualSpec, Spec};

/// The layers of `blocks` for squares of `size` pixels, in the order of the forward pass.
///
/// # Errors
/// [`crate::Error::WrongWeights`], [`crate::Error::WrongModel`] if numbers are missing.
pub(super) fn layers(blocks: &[NamedSpec], size: u32, source: &dyn Kernels) -> Result<Vec<Layer>> {
    let side = size as usize;
    let mut walk = Walk { source, block: 0, layers: Vec::new(), input: [3, side, side] };
    let mut value = 0;
    for (number, block) in blocks.iter().enumerate() {
        walk.block = number;
        value = walk.through(&block.spec, "", value)?;
    }
    Ok(walk.layers)
}

struct Walk<'w> {
    source: &'w dyn Kernels,
    /// Number of the block under way.
    block: usize,
    layers: Vec<Layer>,
    /// Shape of the value 0.
    input: [usize; 3],
}

impl Walk<'_> {
    /// Adds the layers of `spec`, which stands at `place` in its block and takes the value `input`; returns the value it makes.
    /// Places are named as in model files: by variant, field and index.
    fn through(&mut self, spec: &Spec, place: &str, input: usize) -> Result<usize> {
        match spec {
            Spec::Conv(conv) => self.conv(conv, &joined(place, "Conv"), input),
            Spec::MaxPool(pool) => Ok(self.pool(Op::MaxPool(*pool), *pool, input)),
            Spec::AvgPool(pool) => Ok(self.pool(Op::AvgPool(*pool), *pool, input)),
            Spec::Chain(links) => self.chain(links, &joined(place, "Chain"), input),
            Spec::Residual(residual) => self.residual(residual, &joined(place, "Residual"), input),
            Spec::Branches(branches) => self.branches(branches, &joined(place, "Branches"), input),
        }
    }

    fn chain(&mut self, links: &[Spec], place: &str, input: usize) -> Result<usize> {
        let mut value = input;
        for (index, link) in links.iter().enumerate() {
            value = self.through(link, &format!("{place}.{index}"), value)?;
        }
        Ok(value)
    }

    fn residual(&mut self, residual: &ResidualSpec, place: &str, input: usize) -> Result<usize> {
        let body = self.chain(&residual.body, &format!("{place}.body"), input)?;
        let short = match &residual.shortcut {
            Some(conv) => self.conv(conv, &format!("{place}.shortcut"), input)?,
            None => input,
        };
        Ok(self.unnamed("add", Op::Add(residual.activation), vec![body, short], self.shape(body)))
    }

    fn branches(&mut self, branches: &[Vec<Spec>], place: &str, input: usize) -> Result<usize> {
        let mut values = Vec::new();
        for (index, links) in branches.iter().enumerate() {
            values.push(self.chain(links, &format!("{place}.{index}"), input)?);
        }
        let channels = values.iter().map(|&value| self.shape(value)[0]).sum();
        let [_, height, width] = self.shape(values[0]);
        Ok(self.unnamed("concat", Op::Concat, values, [channels, height, width]))
    }

    fn conv(&mut self, spec: &ConvSpec, place: &str, input: usize) -> Result<usize> {
        let kernel = self.source.kernel(spec, self.block, place)?;
        let [_, height, width] = self.shape(input);
        let [top, bottom] = pads(spec, 0, height);
        let [left, right] = pads(spec, 1, width);
        let side = |axis: usize, length: usize| (length - spec.kernel[axis]) / spec.stride + 1;
        let shape = [spec.channels[1], side(0, height + top + bottom), side(1, width + left + right)];
        let conv = Conv { spec: spec.clone(), kernel, pads: [top, left, bottom, right] };
        Ok(self.push(spec.name.clone(), Op::Conv(Box::new(conv)), vec![input], shape))
    }

    fn pool(&mut self, op: Op, pool: PoolSpec, input: usize) -> usize {
        let [channels, height, width] = self.shape(input);
        let side = |length: usize| (length + 2 * pool.padding - pool.kernel) / pool.stride + 1;
        self.unnamed("pool", op, vec![input], [channels, side(height), side(width)])
    }

    fn unnamed(&mut self, kind: &str, op: Op, inputs: Vec<usize>, shape: [usize; 3]) -> usize {
        self.push(format!("{kind}_{}", self.layers.len() + 1), op, inputs, shape)
    }

    fn push(&mut self, name: String, op: Op, inputs: Vec<usize>, shape: [usize; 3]) -> usize {
        self.layers.push(Layer { name, op, inputs, shape });
        self.layers.len()
    }

    fn shape(&self, value: usize) -> [usize; 3] {
        value.checked_sub(1).map_or(self.input, |layer| self.layers[layer].shape)
    }
}

/// How many zeros come before and after an axis of this length.
fn pads(spec: &ConvSpec, axis: usize, length: usize) -> [usize; 2] {
    match spec.padding {
        Padding::Zeros(zeros) => [zeros[axis]; 2],
        Padding::Same => {
            let needed = (length.div_ceil(spec.stride) - 1) * spec.stride + spec.kernel[axis];
            let zeros = needed.saturating_sub(length);
            [zeros / 2, zeros - zeros / 2]
        }
    }
}

fn joined(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

impl Layer {
    /// What follows the layer.
    pub fn activation(&self) -> Activation {
        match &self.op {
            Op::Conv(conv) => conv.spec.activation,
            Op::Add(activation) => *activation,
            Op::MaxPool(_) | Op::AvgPool(_) | Op::Concat => Activation::Linear,
        }
    }
}
