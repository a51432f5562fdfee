//! Pooling, the dense layers, and what they answer.

use super::builder::Builder;
use super::proto::Attribute;
use crate::graph::{Dense, Familiar, Graph, Pooling};

/// Adds what makes `embedding`, `logits`, `probabilities` and, where it was learned, `familiarity` of the last map.
pub(super) fn add(builder: &mut Builder, graph: &Graph, map: &str) {
    let pooled = match graph.pooling {
        Pooling::Mean => builder.node("pooled", "GlobalAveragePool", &[map], &[]),
        Pooling::Flatten => {
            builder.node("channels_last", "Transpose", &[map], &[("perm", Attribute::Ints(&[0, 2, 3, 1]))])
        }
    };
    let embedding = builder.node("embedding", "Flatten", &[&pooled], &[("axis", Attribute::Int(1))]);
    let features = match graph.head.root {
        Some(min) => add_root(builder, &embedding, min),
        None => embedding,
    };
    let hidden = add_dense(builder, "hidden", &graph.head.hidden, &features);
    let hidden = match graph.head.linear {
        true => hidden,
        false => builder.node("hidden.activation", "Relu", &[&hidden], &[]),
    };
    let logits = add_dense(builder, "logits", &graph.head.output, &hidden);
    builder.node("probabilities", "Softmax", &[&logits], &[("axis", Attribute::Int(1))]);
    if let Some(familiar) = &graph.head.familiar {
        add_familiarity(builder, familiar, &hidden);
    }
}

fn add_root(builder: &mut Builder, embedding: &str, min: f32) -> String {
    let min = builder.floats("root.min", &[], &[min]);
    let clamped = builder.node("root.clamped", "Clip", &[embedding, &min], &[]);
    builder.node("root", "Sqrt", &[&clamped], &[])
}

fn add_dense(builder: &mut Builder, name: &str, dense: &Dense, input: &str) -> String {
    let weight = builder.floats(&format!("{name}.weight"), &dense.shape, &dense.weight);
    let bias = builder.floats(&format!("{name}.bias"), &dense.shape[..1], &dense.bias);
    builder.node(name, "Gemm", &[input, &weight, &bias], &[("transB", Attribute::Int(1))])
}

/// The highest cosine of the hidden layer and a class's direction; 0 for a hidden layer of zeros.
fn add_familiarity(builder: &mut Builder, familiar: &Familiar, hidden: &str) {
    let width = familiar.centres.first().map_or(0, Vec::len);
    let axis = builder.whole("features_axis", &[1]);
    let least = builder.floats("least_square", &[], &[f32::MIN_POSITIVE]);
    let squares = builder.node("hidden.squares", "Mul", &[hidden, hidden], &[]);
    let sum = builder.node("hidden.sum", "ReduceSum", &[&squares, &axis], &[("keepdims", Attribute::Int(1))]);
    let positive = builder.node("hidden.positive", "Clip", &[&sum, &least], &[]);
    let length = builder.node("hidden.length", "Sqrt", &[&positive], &[]);
    let direction = builder.node("hidden.direction", "Div", &[hidden, &length], &[]);
    let centres = builder.floats("centres", &[familiar.centres.len(), width], &familiar.centres.concat());
    let cosines = builder.node("cosines", "Gemm", &[&direction, &centres], &[("transB", Attribute::Int(1))]);
    builder.highest("familiarity", &cosines);
}
