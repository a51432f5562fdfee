//! PyTorch: a safetensors file with timm's names, beside which `load.py` lies.

use serde_json::json;

use crate::graph::{Dense, Graph, Layer, Op, Sample};
use crate::network::NormSpec;
use crate::weights::{Numbers, Weights};

/// The file: the network's tensors under `network.` with the names of timm's model, the head's under `hidden.` and `output.`, and
/// in the metadata, under `pupil`, all that `load.py` needs to build the model.
///
/// Batch norm is written as a scale and a shift of a norm with mean 0 and variance 1 − ε, which is exact whether a layer was trained
/// or not.
pub fn write(graph: &Graph) -> Vec<u8> {
    let mut weights = Weights::default();
    for layer in &graph.layers {
        add_layer(&mut weights, layer);
    }
    add_dense(&mut weights, "hidden", &graph.head.hidden);
    add_dense(&mut weights, "output", &graph.head.output);
    weights.to_safetensors("pupil", description(graph))
}

fn add_layer(weights: &mut Weights, layer: &Layer) {
    let Op::Conv(conv) = &layer.op else { return };
    let [name, norm_name] = conv.spec.timm().map(|name| format!("network.{name}"));
    let channels = [conv.spec.channels[1]];
    weights.insert_numbers(format!("{name}.weight"), &conv.spec.shape(), &conv.kernel.weight);
    let Some(norm) = &conv.spec.norm else {
        return weights.insert(format!("{name}.bias"), &channels, &conv.kernel.bias);
    };
    let constant = |value: f32| vec![value; channels[0]];
    if conv.spec.bias {
        weights.insert(format!("{name}.bias"), &channels, &constant(0.0));
    }
    let scale = conv.kernel.scale.clone().unwrap_or_else(|| constant(1.0));
    let values = [scale, conv.kernel.bias.clone(), constant(0.0), constant(1.0 - norm.epsilon)];
    for (leaf, values) in NormSpec::LEAVES.into_iter().zip(values) {
        weights.insert(format!("{norm_name}.{leaf}"), &channels, &values);
    }
}

fn add_dense(weights: &mut Weights, name: &str, dense: &Dense) {
    weights.insert_numbers(format!("{name}.weight"), &dense.shape, &Numbers::F32(dense.weight.clone()));
    weights.insert(format!("{name}.bias"), &dense.shape[..1], &dense.bias);
}

fn description(graph: &Graph) -> String {
    let input = &graph.input;
    let published = graph.architecture.published();
    let description = json!({
        // Without its tag, which names the published weights.
        "timm": published.map(|name| name.split_once('.').map_or(name, |(model, _)| model)),
        "labels": graph.labels,
        "root": graph.head.root,
        "linear": graph.head.linear,
        "size": input.size,
        "crop": input.crop,
        "rescale": input.rescale,
        "centre": input.sample != Sample::AsIs,
        "deviation": input.sample == Sample::Standardized,
        "mean": input.mean,
        "std": input.std,
    });
    description.to_string()
}
