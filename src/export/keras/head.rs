//! Pooling, and the dense layers.

use serde_json::json;

use super::layer::{Layers, Variable};
use super::root::Steps;
use crate::export::channels_last::transposed;
use crate::graph::{Dense, Graph, Pooling};
use crate::network::Activation;

/// Adds what makes the probabilities of the last map.
pub(super) fn add(layers: &mut Layers, graph: &Graph, map: usize) {
    let features = graph.features();
    let mut value = match graph.pooling {
        Pooling::Mean => {
            let config = json!({ "data_format": "channels_last" });
            layers.add("embedding", "GlobalAveragePooling2D", config, &[map], &[features])
        }
        Pooling::Flatten => layers.add("embedding", "Flatten", json!({}), &[map], &[features]),
    };
    if let Some(min) = graph.head.root {
        value = add_root(layers, &Steps::new(min, bound(graph)), value, features);
    }
    let dense = graph.head.layers();
    for (index, (name, layer, relu)) in dense.into_iter().enumerate() {
        let activation = match relu {
            true => "relu",
            false if index + 1 < dense.len() => "linear",
            false => "softmax",
        };
        value = add_dense(layers, name, layer, activation, value);
    }
}

/// A number that no feature is above.
fn bound(graph: &Graph) -> f32 {
    match graph.layers.last().map(|layer| layer.activation()) {
        Some(Activation::Relu6) => 6.0,
        _ => 1e6,
    }
}

/// Every feature by itself through a step function: there is no layer for the square root.
fn add_root(layers: &mut Layers, steps: &Steps, input: usize, features: usize) -> usize {
    let count = steps.rise.len();
    let column = layers.add("column", "Reshape", json!({ "target_shape": [features, 1] }), &[input], &[features, 1]);
    let conv = |filters: usize, activation: &str| {
        json!({
            "filters": filters, "kernel_size": [1], "strides": [1], "padding": "valid", "dilation_rate": [1],
            "activation": activation, "use_bias": true,
        })
    };
    let kernel = |shape: [usize; 3], values: &[f32]| Variable::floats("kernel", shape, values);
    let bias = |values: &[f32]| Variable::floats("bias", [values.len()], values);
    let variables = vec![kernel([1, 1, count], &steps.slope), bias(&steps.offset)];
    let risen = layers.add_with("root_steps", "Conv1D", conv(count, "relu6"), &[column], &[features, count], variables);
    let variables = vec![kernel([1, count, 1], &steps.rise), bias(&[steps.start])];
    let root = layers.add_with("root", "Conv1D", conv(1, "linear"), &[risen], &[features, 1], variables);
    layers.add("row", "Flatten", json!({}), &[root], &[features])
}

fn add_dense(layers: &mut Layers, name: &str, dense: &Dense, activation: &str, input: usize) -> usize {
    let [outputs, inputs] = dense.shape;
    let config = json!({ "units": outputs, "activation": activation, "use_bias": true });
    let kernel = transposed(&dense.weight, dense.shape);
    let variables =
        vec![Variable::floats("kernel", [inputs, outputs], kernel), Variable::floats("bias", [outputs], &*dense.bias)];
    layers.add_with(name, "Dense", config, &[input], &[outputs], variables)
}
