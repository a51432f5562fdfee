//! The layers of a network.

use super::builder::{Builder, Operator, Setting};
use crate::export::channels_last::{Edges, Window, permuted};
use crate::graph::{Conv, Graph, Input, Layer, Op};
use crate::network::Activation;
use crate::weights::Numbers;

/// `Padding`.
const SAME: i8 = 0;
const VALID: i8 = 1;

/// Adds the input and what crops and normalises it.
pub(super) fn input(builder: &mut Builder, input: &Input, scale: [f32; 3], shift: [f32; 3]) -> usize {
    let [side, size] = [input.whole_side(), input.size].map(|side| side as usize);
    let mut value = builder.value("image", &[1, side, side, 3]);
    let shape = [1, size, size, 3];
    if side > size {
        let start = ((side - size) / 2) as i32;
        let from = builder.ints("centre.from", &[4], &[0, start, start, 0]);
        let sizes = builder.ints("centre.size", &[4], &[1, size as i32, size as i32, 3]);
        value = builder.node("centre", Operator::SLICE, &[value, from, sizes], &shape, Vec::new());
    }
    let (scale, shift) = (builder.floats("scale", &[3], &scale), builder.floats("shift", &[3], &shift));
    value = builder.node("scaled", Operator::MUL, &[value, scale], &shape, Vec::new());
    builder.node("normalised", Operator::ADD, &[value, shift], &shape, Vec::new())
}

/// Adds every layer, the first on the value `input`; returns the last map.
pub(super) fn add(builder: &mut Builder, graph: &Graph, input: usize) -> usize {
    let mut values = vec![input];
    for layer in &graph.layers {
        let inputs: Vec<usize> = layer.inputs.iter().map(|&value| values[value]).collect();
        values.push(add_layer(builder, layer, &inputs));
    }
    values[values.len() - 1]
}

fn add_layer(builder: &mut Builder, layer: &Layer, inputs: &[usize]) -> usize {
    let [channels, height, width] = layer.shape;
    let (name, shape) = (&*layer.name, [1, height, width, channels]);
    let activation = Setting::Choice(match layer.activation() {
        Activation::Linear => 0,
        Activation::Relu => 1,
        Activation::Relu6 => 3,
    });
    match &layer.op {
        Op::Conv(conv) => add_conv(builder, name, conv, inputs[0], &shape, activation),
        // What is pooled is never below 0, so zeros beyond the edge are never the maximum of what is.
        Op::MaxPool(pool) => add_pool(builder, name, Operator::MAX_POOL, Window::of_pool(pool), inputs[0], &shape),
        Op::AvgPool(pool) => add_pool(builder, name, Operator::AVERAGE_POOL, Window::of_pool(pool), inputs[0], &shape),
        Op::Add(_) => builder.node(name, Operator::ADD, inputs, &shape, vec![(0, activation)]),
        Op::Concat => builder.node(name, Operator::CONCATENATION, inputs, &shape, vec![(0, Setting::Whole(3))]),
    }
}

fn add_conv(
    builder: &mut Builder,
    name: &str,
    conv: &Conv,
    input: usize,
    shape: &[usize],
    activation: Setting,
) -> usize {
    let window = Window::of_conv(conv);
    let &[_, height, width, _] = builder.shape(input) else { unreachable!("a map has four axes") };
    let (input, padding) = match window.edges([height, width]) {
        Edges::Valid => (input, VALID),
        Edges::Same => (input, SAME),
        Edges::Zeros(pads) => (pad(builder, name, pads, input), VALID),
    };
    let depthwise = conv.spec.groups > 1;
    let (operator, order) = match depthwise {
        true => (Operator::DEPTHWISE_CONV, [1, 2, 3, 0]),
        false => (Operator::CONV, [0, 2, 3, 1]),
    };
    let stored = conv.spec.shape();
    let kernel = conv.kernel.folded();
    let numbers = permuted(&Numbers::F32(kernel.weight), stored, order).to_f32();
    let weight = builder.weights(&format!("{name}.weight"), &order.map(|axis| stored[axis]), &numbers);
    let bias = builder.floats(&format!("{name}.bias"), &stored[..1], &kernel.bias);
    let stride = Setting::Whole(window.stride as i32);
    let mut options = vec![(0, Setting::Choice(padding)), (1, stride), (2, stride)];
    match depthwise {
        true => options.extend([(3, Setting::Whole(1)), (4, activation)]),
        false => options.push((3, activation)),
    }
    builder.node(name, operator, &[input, weight, bias], shape, options)
}

/// Zeros beyond the edge are added before, and so count in a mean.
fn add_pool(
    builder: &mut Builder,
    name: &str,
    operator: Operator,
    window: Window,
    input: usize,
    shape: &[usize],
) -> usize {
    let input = if window.pads == [0; 4] { input } else { pad(builder, name, window.pads, input) };
    let [height, width] = window.kernel.map(|side| Setting::Whole(side as i32));
    let stride = Setting::Whole(window.stride as i32);
    let options = vec![(0, Setting::Choice(VALID)), (1, stride), (2, stride), (3, width), (4, height)];
    builder.node(name, operator, &[input], shape, options)
}

fn pad(builder: &mut Builder, name: &str, [top, left, bottom, right]: [usize; 4], input: usize) -> usize {
    let &[_, height, width, channels] = builder.shape(input) else { unreachable!("a map has four axes") };
    let zeros = [0, 0, top, bottom, left, right, 0, 0].map(|zeros| zeros as i32);
    let zeros = builder.ints(&format!("{name}.zeros"), &[4, 2], &zeros);
    let shape = [1, height + top + bottom, width + left + right, channels];
    builder.node(&format!("{name}.padded"), Operator::PAD, &[input, zeros], &shape, Vec::new())
}
