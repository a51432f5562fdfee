//! The layers of a network.

use serde_json::{Value, json};

use super::layer::{Layer, Layers, Variable};
use crate::error::{Error, Result};
use crate::export::channels_last::{Edges, Window, permuted};
use crate::graph::{self, Conv, Graph, Op};
use crate::network::Activation;

/// What the input holds: `level = factor · x + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Levels {
    pub(super) factor: f32,
    pub(super) offset: f32,
}

/// The whole model: pictures `[batch, side, side, 3]`, whose side is [`graph::Input::whole_side`] → a probability for each label.
///
/// # Errors
/// [`Error::NotExportable`] if a picture is standardised by its own figures.
pub(super) fn layers(graph: &Graph, levels: Levels) -> Result<Vec<Layer>> {
    let mut layers = Layers::default();
    let mut values = vec![input(&mut layers, graph, levels)?];
    for layer in &graph.layers {
        let inputs: Vec<usize> = layer.inputs.iter().map(|&value| values[value]).collect();
        values.push(add(&mut layers, layer, &inputs));
    }
    super::head::add(&mut layers, graph, values[values.len() - 1]);
    Ok(layers.0)
}

/// Crops and normalises.
fn input(layers: &mut Layers, graph: &Graph, levels: Levels) -> Result<usize> {
    let detail = "it standardises each picture by its own mean, which this format has no layer for";
    let [scale, shift] = graph.input.scale_and_shift().ok_or_else(|| Error::NotExportable { detail: detail.into() })?;
    let [side, size] = [graph.input.whole_side(), graph.input.size].map(|side| side as usize);
    let mut value = layers.add("image", "InputLayer", json!({}), &[], &[side, side, 3]);
    if side > size {
        let before = (side - size) / 2;
        let after = side - size - before;
        let config = json!({ "cropping": [[before, after], [before, after]], "data_format": "channels_last" });
        value = layers.add("centre", "Cropping2D", config, &[value], &[size, size, 3]);
    }
    let factors = scale.map(|scale| scale * levels.factor);
    let shifts: [f32; 3] = std::array::from_fn(|channel| scale[channel] * levels.offset + shift[channel]);
    Ok(layers.scale_and_shift("normalised", &factors, &shifts, value))
}

fn add(layers: &mut Layers, layer: &graph::Layer, inputs: &[usize]) -> usize {
    let [channels, height, width] = layer.shape;
    let (name, shape) = (&*layer.name, [height, width, channels]);
    let value = match &layer.op {
        Op::Conv(conv) => add_conv(layers, name, conv, inputs[0], &shape),
        // What is pooled is never below 0, so zeros beyond the edge are never the maximum of what is.
        Op::MaxPool(pool) => add_pool(layers, name, "MaxPooling2D", Window::of_pool(pool), inputs[0], &shape, false),
        Op::AvgPool(pool) => add_pool(layers, name, "AveragePooling2D", Window::of_pool(pool), inputs[0], &shape, true),
        Op::Add(_) => layers.add(name, "Add", json!({}), inputs, &shape),
        Op::Concat => layers.add(name, "Concatenate", json!({ "axis": -1 }), inputs, &shape),
    };
    let max = match layer.activation() {
        Activation::Linear => return value,
        Activation::Relu => Value::Null,
        Activation::Relu6 => json!(6.0),
    };
    layers.add(&format!("{name}.activation"), "ReLU", json!({ "max_value": max }), &[value], &shape)
}

fn add_conv(layers: &mut Layers, name: &str, conv: &Conv, input: usize, shape: &[usize]) -> usize {
    let window = Window::of_conv(conv);
    let (input, padding) = padded(layers, name, window, input, false);
    let depthwise = conv.spec.groups > 1;
    let (class, kernel, order) = match depthwise {
        true => ("DepthwiseConv2D", "depthwise_kernel", [2, 3, 0, 1]),
        false => ("Conv2D", "kernel", [2, 3, 1, 0]),
    };
    let stored = conv.spec.shape();
    let numbers = permuted(&conv.kernel.weight, stored, order);
    let mut variables = vec![Variable { name: kernel, shape: order.map(|axis| stored[axis]).to_vec(), numbers }];
    let normed = conv.kernel.scale.is_some();
    if !normed {
        variables.push(Variable::floats("bias", &stored[..1], &*conv.kernel.bias));
    }
    let mut config = json!({
        "kernel_size": window.kernel, "strides": [window.stride, window.stride], "padding": padding, "data_format": "channels_last",
        "dilation_rate": [1, 1], "activation": "linear", "use_bias": !normed,
    });
    match depthwise {
        true => config["depth_multiplier"] = json!(1),
        false => config["filters"] = json!(stored[0]),
    }
    let value = layers.add_with(name, class, config, &[input], shape, variables);
    match &conv.kernel.scale {
        // Folded into the kernel, half precision would be rounded a second time.
        Some(scale) => layers.scale_and_shift(&format!("{name}.norm"), scale, &conv.kernel.bias, value),
        None => value,
    }
}

fn add_pool(
    layers: &mut Layers,
    name: &str,
    class: &'static str,
    window: Window,
    input: usize,
    shape: &[usize],
    zeros_count: bool,
) -> usize {
    let (input, padding) = padded(layers, name, window, input, zeros_count);
    let config = json!({
        "pool_size": window.kernel, "strides": [window.stride, window.stride], "padding": padding, "data_format": "channels_last",
    });
    layers.add(name, class, config, &[input], shape)
}

/// Pads the input with zeros where the window's edges need a layer for it, or must have them counted; returns what the window takes,
/// and its padding.
fn padded(layers: &mut Layers, name: &str, window: Window, input: usize, zeros_count: bool) -> (usize, &'static str) {
    let &[height, width, channels] = layers.shape(input) else { unreachable!("a map has three axes") };
    let [top, left, bottom, right] = match window.edges([height, width]) {
        Edges::Valid => return (input, "valid"),
        Edges::Same if !zeros_count => return (input, "same"),
        Edges::Same => window.pads,
        Edges::Zeros(pads) => pads,
    };
    let config = json!({ "padding": [[top, bottom], [left, right]], "data_format": "channels_last" });
    let shape = [height + top + bottom, width + left + right, channels];
    (layers.add(&format!("{name}.padded"), "ZeroPadding2D", config, &[input], &shape), "valid")
}
