//! The layers of a network.

use super::builder::Builder;
use super::proto::{Attribute, Elements};
use crate::graph::{Conv, Graph, Layer, Op};
use crate::network::{Activation, PoolSpec};
use crate::weights::Numbers;

/// Adds every layer, the first on the value `input`; returns the name of the last map.
pub(super) fn add(builder: &mut Builder, graph: &Graph, input: &str) -> String {
    if graph.layers.iter().any(|layer| layer.activation() == Activation::Relu6) {
        // It is a clamp between these.
        builder.floats("zero", &[], &[0.0]);
        builder.floats("six", &[], &[6.0]);
    }
    let mut values = vec![input.to_owned()];
    for layer in &graph.layers {
        let inputs: Vec<&str> = layer.inputs.iter().map(|&value| &*values[value]).collect();
        let value = add_layer(builder, layer, &inputs);
        values.push(value);
    }
    values.swap_remove(values.len() - 1)
}

fn add_layer(builder: &mut Builder, layer: &Layer, inputs: &[&str]) -> String {
    let name = &*layer.name;
    let value = match &layer.op {
        Op::Conv(conv) => add_conv(builder, name, conv, inputs[0]),
        Op::MaxPool(pool) => add_pool(builder, name, "MaxPool", *pool, inputs[0], &[]),
        Op::AvgPool(pool) => {
            add_pool(builder, name, "AveragePool", *pool, inputs[0], &[("count_include_pad", Attribute::Int(1))])
        }
        Op::Add(_) => builder.node(name, "Add", inputs, &[]),
        Op::Concat => builder.node(name, "Concat", inputs, &[("axis", Attribute::Int(1))]),
    };
    let activated = format!("{name}.activation");
    match layer.activation() {
        Activation::Linear => value,
        Activation::Relu => builder.node(&activated, "Relu", &[&value], &[]),
        Activation::Relu6 => builder.node(&activated, "Clip", &[&value, "zero", "six"], &[]),
    }
}

fn add_conv(builder: &mut Builder, name: &str, conv: &Conv, input: &str) -> String {
    let weight = add_weight(builder, name, conv);
    let bias = builder.floats(&format!("{name}.bias"), &conv.spec.channels[1..], &conv.kernel.bias);
    let attributes = [
        ("kernel_shape", Attribute::Ints(&conv.spec.kernel)),
        ("strides", Attribute::Ints(&[conv.spec.stride; 2])),
        ("pads", Attribute::Ints(&conv.pads)),
        ("group", Attribute::Int(conv.spec.groups)),
    ];
    builder.node(name, "Conv", &[input, &weight, &bias], &attributes)
}

/// The weight in single precision. What is stored in half precision is written so, beside its scale: folded and rounded a second
/// time, the numbers would be others. A runtime computes the product once, when it loads the model.
fn add_weight(builder: &mut Builder, name: &str, conv: &Conv) -> String {
    let weight = format!("{name}.weight");
    let shape = conv.spec.shape();
    let stored = match &conv.kernel.weight {
        Numbers::F32(_) => return builder.floats(&weight, &shape, &conv.kernel.folded().weight),
        halves => builder.numbers(&format!("{name}.half"), &shape, halves),
    };
    let to = ("to", Attribute::Int(Elements::F32 as usize));
    let Some(scale) = &conv.kernel.scale else { return builder.node(&weight, "Cast", &[&stored], &[to]) };
    let single = builder.node(&format!("{name}.single"), "Cast", &[&stored], &[to]);
    let scale = builder.floats(&format!("{name}.scale"), &[shape[0], 1, 1, 1], scale);
    builder.node(&weight, "Mul", &[&single, &scale], &[])
}

fn add_pool(
    builder: &mut Builder,
    name: &str,
    operator: &str,
    pool: PoolSpec,
    input: &str,
    more: &[(&str, Attribute)],
) -> String {
    let (kernel, strides, pads) = ([pool.kernel; 2], [pool.stride; 2], [pool.padding; 4]);
    let attributes = [
        ("kernel_shape", Attribute::Ints(&kernel)),
        ("strides", Attribute::Ints(&strides)),
        ("pads", Attribute::Ints(&pads)),
    ];
    builder.node(name, operator, &[input], &[&attributes, more].concat())
}
