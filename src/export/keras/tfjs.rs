//! TensorFlow.js: a layers model as Teachable Machine writes it (`@teachablemachine/image` 0.8).

use serde_json::{Value, json};

use super::layer::Layer;
use super::layers::{Levels, layers};
use crate::error::Result;
use crate::export::facts::Facts;
use crate::export::file::ExportedFile;
use crate::graph::Graph;
use crate::weights::Numbers;

/// Teachable Machine gives a model `level / 127 − 1`.
const LEVELS: Levels = Levels { factor: 127.0, offset: 127.0 };

/// `model.json`, `weights.bin` and `metadata.json`.
///
/// # Errors
/// [`crate::Error::NotExportable`] if a picture is standardised by its own figures.
pub(crate) fn files(graph: &Graph, facts: &Facts) -> Result<Vec<ExportedFile>> {
    let layers = layers(graph, LEVELS)?;
    let variables = || layers.iter().flat_map(|layer| layer.variables.iter().map(move |variable| (layer, variable)));
    let manifest: Vec<Value> = variables()
        .map(|(layer, variable)| {
            let name = format!("{}/{}", layer.name, variable.name);
            let mut entry = json!({ "name": name, "shape": variable.shape, "dtype": "float32" });
            if matches!(variable.numbers, Numbers::F16(_)) {
                entry["quantization"] = json!({ "dtype": "float16", "original_dtype": "float32" });
            }
            entry
        })
        .collect();
    let model = json!({
        "format": "layers-model",
        "generatedBy": "Pupil",
        "convertedBy": null,
        "modelTopology": topology(&layers),
        "weightsManifest": [{ "paths": ["weights.bin"], "weights": manifest }],
    });
    let text = |name, value: Value| ExportedFile::text(name, value.to_string());
    Ok(vec![
        text("model.json", model),
        ExportedFile {
            name: "weights.bin",
            bytes: variables().map(|(_, variable)| variable.numbers.to_bytes()).collect::<Vec<_>>().concat(),
        },
        text("metadata.json", metadata(graph, facts)),
    ])
}

/// Keras 2's description of a model.
fn topology(layers: &[Layer]) -> Value {
    let described: Vec<Value> = layers.iter().map(|layer| describe(layers, layer)).collect();
    let place = |layer: &Layer| json!([[layer.name, 0, 0]]);
    json!({
        "class_name": "Model",
        "config": {
            "name": "pupil",
            "layers": described,
            "input_layers": place(&layers[0]),
            "output_layers": place(&layers[layers.len() - 1]),
        },
        "keras_version": "2.2.4",
        "backend": "tensorflow",
    })
}

fn describe(layers: &[Layer], layer: &Layer) -> Value {
    let mut config = layer.config.clone();
    config["name"] = json!(layer.name);
    config["trainable"] = json!(false);
    if layer.inputs.is_empty() {
        let [height, width, channels] = [0, 1, 2].map(|axis| layer.shape[axis]);
        config["batch_input_shape"] = json!([null, height, width, channels]);
        config["dtype"] = json!("float32");
        config["sparse"] = json!(false);
    }
    let inputs: Vec<Value> = layer.inputs.iter().map(|&input| json!([layers[input].name, 0, 0, {}])).collect();
    let nodes = if inputs.is_empty() { json!([]) } else { json!([inputs]) };
    json!({ "name": layer.name, "class_name": layer.class, "config": config, "inbound_nodes": nodes })
}

/// The versions are those of the programs that it is written like.
fn metadata(graph: &Graph, facts: &Facts) -> Value {
    json!({
        "tfjsVersion": "1.3.1",
        "tmVersion": "2.4.10",
        "packageVersion": "0.8.5",
        "packageName": "@teachablemachine/image",
        "timeStamp": format!("{}T00:00:00.000Z", facts.date),
        "userMetadata": {},
        "modelName": "pupil",
        "labels": graph.labels,
        "imageSize": graph.input.whole_side(),
    })
}
