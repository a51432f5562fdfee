//! Keras 3's own file (`.keras`): a ZIP archive of a description and an HDF5 file of weights.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::hdf5::{self, Group, Node};
use super::layer::Layer;
#[cfg(test)]
use super::layer::Layers;
use super::layers::{Levels, layers};
use crate::error::Result;
use crate::export::facts::Facts;
use crate::export::file::ExportedFile;
use crate::graph::Graph;

/// Levels as they are, 0–255.
const LEVELS: Levels = Levels { factor: 1.0, offset: 0.0 };

/// The files in the archive.
///
/// # Errors
/// [`crate::Error::NotExportable`] if a picture is standardised by its own figures.
pub(crate) fn files(graph: &Graph, facts: &Facts) -> Result<Vec<ExportedFile>> {
    let layers = layers(graph, LEVELS)?;
    let metadata = json!({ "keras_version": "3.0.0", "date_saved": format!("{}@00:00:00", facts.date) });
    let text = |name, value: Value| ExportedFile::text(name, value.to_string());
    Ok(vec![
        text("metadata.json", metadata),
        text("config.json", config(&layers)),
        ExportedFile { name: "model.weights.h5", bytes: hdf5::write(&weights(layers)) },
    ])
}

fn config(layers: &[Layer]) -> Value {
    let described: Vec<Value> = layers.iter().map(|layer| describe(layers, layer)).collect();
    let place = |layer: &Layer| json!([[layer.name, 0, 0]]);
    json!({
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "registered_name": "Functional",
        "config": {
            "name": "pupil",
            "trainable": true,
            "layers": described,
            "input_layers": place(&layers[0]),
            "output_layers": place(&layers[layers.len() - 1]),
        },
        "build_config": { "input_shape": null },
    })
}

fn describe(layers: &[Layer], layer: &Layer) -> Value {
    let mut config = layer.config.clone();
    config["name"] = json!(layer.name);
    if layer.inputs.is_empty() {
        config["batch_shape"] = batched(&layer.shape);
        config["dtype"] = json!("float32");
    }
    json!({
        "module": "keras.layers",
        "class_name": layer.class,
        "registered_name": null,
        "name": layer.name,
        "config": config,
        "inbound_nodes": nodes(layers, layer),
    })
}

fn nodes(layers: &[Layer], layer: &Layer) -> Value {
    let tensor = |&input: &usize| {
        let from = &layers[input];
        let config = json!({ "shape": batched(&from.shape), "dtype": "float32", "keras_history": [from.name, 0, 0] });
        json!({ "class_name": "__keras_tensor__", "config": config })
    };
    let tensors: Vec<Value> = layer.inputs.iter().map(tensor).collect();
    match layer.inputs.len() {
        0 => json!([]),
        1 => json!([{ "args": tensors, "kwargs": {} }]),
        // Layers that join take a list.
        _ => json!([{ "args": [tensors], "kwargs": {} }]),
    }
}

fn batched(shape: &[usize]) -> Value {
    [Value::Null].into_iter().chain(shape.iter().map(|&length| json!(length))).collect()
}

/// `layers/<class>_<n>/vars/<i>`: Keras counts the layers of each class, in its own order, and their variables.
fn weights(layers: Vec<Layer>) -> Group {
    let mut names = vec![String::new(); layers.len()];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for index in order(&layers).into_iter().filter(|&index| !layers[index].variables.is_empty()) {
        let class = layers[index].class;
        let count = counts.entry(class).or_default();
        names[index] = match *count {
            0 => snake(class),
            number => format!("{}_{number}", snake(class)),
        };
        *count += 1;
    }
    let mut groups = Group::new();
    for (name, layer) in names.into_iter().zip(layers).filter(|(_, layer)| !layer.variables.is_empty()) {
        let variables = layer.variables.into_iter().enumerate();
        let datasets = variables.map(|(index, it)| (index.to_string(), Node::Dataset(it.shape, it.numbers)));
        groups.insert(name, Node::Group(Group::from([("vars".to_owned(), Node::Group(datasets.collect()))])));
    }
    let top = |name: &str, group| (name.to_owned(), Node::Group(group));
    Group::from([top("layers", groups), top("vars", Group::new())])
}

/// The order of `Model.layers`, by Keras's `map_graph`: the layers that are farthest from the output first; those that are as far, as a
/// walk from the output meets them.
fn order(layers: &[Layer]) -> Vec<usize> {
    let mut depths = vec![0; layers.len()];
    for (index, layer) in layers.iter().enumerate().rev() {
        for &input in &layer.inputs {
            depths[input] = depths[input].max(depths[index] + 1);
        }
    }
    let mut met = Vec::new();
    let mut next = vec![layers.len() - 1];
    while let Some(index) = next.pop() {
        if !met.contains(&index) {
            met.push(index);
            next.extend(layers[index].inputs.iter().rev());
        }
    }
    met.sort_by_key(|&index| Reverse(depths[index]));
    met
}

/// `DepthwiseConv2D` → `depthwise_conv2d`: an underscore wherever a small letter comes before a capital one.
fn snake(class: &str) -> String {
    let mut name = String::new();
    for letter in class.chars() {
        if letter.is_uppercase() && name.ends_with(|last: char| last.is_ascii_lowercase()) {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

/// Keras's own: `keras.src.utils.naming.to_snake_case`.
#[test]
fn classes_are_counted_under_the_names_that_keras_gives_them() {
    let names = ["Conv2D", "DepthwiseConv2D", "BatchNormalization", "Conv1D", "Dense"].map(snake);
    assert_eq!(names, ["conv2d", "depthwise_conv2d", "batch_normalization", "conv1d", "dense"]);
}

/// As Keras 3.15 lists the layers of this model: `[layer.name for layer in keras.Model(input, output).layers]`.
#[test]
fn branches_come_in_the_order_of_keras() {
    let mut layers = Layers::default();
    let mut add = |inputs: &[usize]| layers.add("", "Conv2D", Value::Null, inputs, &[]);
    let input = add(&[]);
    let stem = add(&[input]);
    let first = add(&[stem]);
    let second = add(&[first]);
    let beside = add(&[stem]);
    let joined = add(&[beside, second]);
    assert_eq!(order(&layers.0), [input, stem, first, beside, second, joined]);
}
