//! Pooling, and the dense layers.

use super::builder::{Builder, Operator, Setting};
use crate::graph::{Dense, Graph, Pooling};

/// Adds what makes the probabilities of the last map.
pub(super) fn add(builder: &mut Builder, graph: &Graph, map: usize) -> usize {
    let shape = [1, graph.features()];
    let mut value = match graph.pooling {
        Pooling::Mean => {
            let axes = builder.ints("axes", &[2], &[1, 2]);
            builder.node("embedding", Operator::MEAN, &[map, axes], &shape, Vec::new())
        }
        Pooling::Flatten => {
            let sizes = builder.ints("row", &[2], &shape.map(|length| length as i32));
            builder.node("embedding", Operator::RESHAPE, &[map, sizes], &shape, Vec::new())
        }
    };
    if let Some(min) = graph.head.root {
        let min = builder.floats("root.min", &[1], &[min]);
        let clamped = builder.node("root.clamped", Operator::MAXIMUM, &[value, min], &shape, Vec::new());
        value = builder.node("root", Operator::SQRT, &[clamped], &shape, Vec::new());
    }
    for (name, layer, relu) in graph.head.layers() {
        value = add_dense(builder, name, layer, relu, value);
    }
    let options = vec![(0, Setting::Float(1.0))];
    builder.node("probabilities", Operator::SOFTMAX, &[value], &[1, graph.labels.len()], options)
}

fn add_dense(builder: &mut Builder, name: &str, dense: &Dense, relu: bool, input: usize) -> usize {
    let weight = builder.weights(&format!("{name}.weight"), &dense.shape, &dense.weight);
    let bias = builder.floats(&format!("{name}.bias"), &dense.shape[..1], &dense.bias);
    let options = vec![(0, Setting::Choice(i8::from(relu)))];
    builder.node(name, Operator::FULLY_CONNECTED, &[input, weight, bias], &[1, dense.shape[0]], options)
}
