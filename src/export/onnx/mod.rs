//! ONNX (<https://onnx.ai>): one model that takes normalised numbers, and one that takes a photo.

mod builder;
mod head;
mod layers;
mod photo;
mod proto;

use crate::graph::Graph;
use builder::Builder;
use proto::{Elements, Opset, ValueInfo};

/// The model for those who prepare pictures themselves: `input` float32 `[batch, 3, size, size]`, normalised. It is of operator set
/// 17, which most programs read.
pub fn plain(graph: &Graph) -> Vec<u8> {
    let side = graph.input.size as usize;
    let mut builder = Builder::default();
    builder.input(ValueInfo::new("input", Elements::F32).name("batch").size(3).size(side).size(side));
    finish(builder, graph, Opset { version: 17 }, |info| info.name("batch"))
}

/// The model for everyone else: `image` uint8 `[1, height, width, 3]`, any size from 1 pixel on. It crops, resizes and normalises
/// inside, and is of operator set 18, the first whose `Resize` has a filter for shrinking.
///
/// The resize works on whole levels, as Pillow's does: on floats, the runtime's differs more.
pub fn photo(graph: &Graph) -> Vec<u8> {
    let mut builder = Builder::default();
    builder.input(ValueInfo::new("image", Elements::U8).size(1).name("height").name("width").size(3));
    photo::prepare(&mut builder, &graph.input);
    finish(builder, graph, Opset { version: 18 }, |info| info.size(1))
}

/// The layers on the value `input`, and what they answer.
fn finish(mut builder: Builder, graph: &Graph, opset: Opset, batch: impl Fn(ValueInfo) -> ValueInfo) -> Vec<u8> {
    let map = layers::add(&mut builder, graph, "input");
    head::add(&mut builder, graph, &map);
    let output = |name: &str, size: usize| batch(ValueInfo::new(name, Elements::F32)).size(size);
    builder.output(output("probabilities", graph.labels.len()));
    builder.output(output("logits", graph.labels.len()));
    builder.output(output("embedding", graph.features()));
    let mut metadata = vec![("labels", serde_json::json!(graph.labels).to_string())];
    if let Some(familiar) = &graph.head.familiar {
        builder.output(output("familiarity", 1));
        metadata.push(("familiarity_threshold", familiar.threshold.to_string()));
    }
    builder.into_model(opset, &metadata)
}
