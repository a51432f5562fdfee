//! What MediaPipe's image classifier reads beside the model, with the field numbers of `metadata_schema.fbs` (version 1.5).

use super::flatbuffer::{self, Value};
use crate::graph::Graph;

/// Name of the file with the labels.
pub(super) const LABELS: &str = "labels.txt";

/// Pictures are RGB and normalised by the model itself; a label for each probability.
pub(super) fn write(graph: &Graph) -> Vec<u8> {
    let text = |text: &str| Value::Text(text.to_owned());
    // ImageProperties: color_space 0 (RGB 1); Content: content_properties 1 (ImageProperties 2).
    let content = Value::Table(vec![(0, Value::U8(2)), (1, Value::Table(vec![(0, Value::I8(1))]))]);
    // NormalizationOptions: mean 0, std 1; ProcessUnit: options 1 (NormalizationOptions 1).
    let levels = Value::Table(vec![(0, Value::Floats(vec![0.0])), (1, Value::Floats(vec![1.0]))]);
    let unit = Value::Table(vec![(0, Value::U8(1)), (1, levels)]);
    // Stats: max 0, min 1.
    let stats = |max: f32| Value::Table(vec![(0, Value::Floats(vec![max])), (1, Value::Floats(vec![0.0]))]);
    // AssociatedFile: name 0, type 2 (TENSOR_AXIS_LABELS 2).
    let labels = Value::Table(vec![(0, text(LABELS)), (2, Value::I8(2))]);
    // TensorMetadata: name 0, content 3, process_units 4, stats 5, associated_files 6.
    let input = Value::Table(vec![(0, text("image")), (3, content), (4, Value::Tables(vec![unit])), (5, stats(255.0))]);
    let output = Value::Table(vec![(0, text("probabilities")), (5, stats(1.0)), (6, Value::Tables(vec![labels]))]);
    // SubGraphMetadata: input_tensor_metadata 2, output_tensor_metadata 3.
    let subgraph = Value::Table(vec![(2, Value::Tables(vec![input])), (3, Value::Tables(vec![output]))]);
    let description = format!("Tells apart {} classes. Made with Pupil.", graph.labels.len());
    // ModelMetadata: name 0, description 1, subgraph_metadata 3, min_parser_version 7.
    let model = Value::Table(vec![
        (0, text("Pupil")),
        (1, text(&description)),
        (3, Value::Tables(vec![subgraph])),
        (7, text("1.0.0")),
    ]);
    flatbuffer::write(&model, b"M001")
}
