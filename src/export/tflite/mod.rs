//! TensorFlow Lite, now LiteRT (<https://ai.google.dev/edge/litert>): a FlatBuffers file with MediaPipe's metadata.

mod builder;
mod flatbuffer;
mod head;
mod layers;
mod metadata;
mod model;

use super::archive::archive;
use super::file::ExportedFile;
use crate::error::{Error, Result};
use crate::graph::Graph;
use builder::Builder;
pub(super) use builder::Precision;

/// The model: float32 levels `[1, side, side, 3]`, 0–255 → `[1, labels]`, the probabilities. The labels are appended as a ZIP archive,
/// as the metadata says.
///
/// # Errors
/// [`Error::NotExportable`] if a picture is standardised by its own figures.
pub(super) fn write(graph: &Graph, precision: Precision) -> Result<Vec<u8>> {
    let detail = "it standardises each picture by its own mean, which this format is not written for";
    let [scale, shift] = graph.input.scale_and_shift().ok_or_else(|| Error::NotExportable { detail: detail.into() })?;
    let mut builder = Builder::new(precision);
    let input = layers::input(&mut builder, &graph.input, scale, shift);
    let map = layers::add(&mut builder, graph, input);
    let output = head::add(&mut builder, graph, map);
    let mut file = model::write(&builder, output, &metadata::write(graph));
    file.extend(archive(&[ExportedFile::text(metadata::LABELS, graph.labels.join("\n") + "\n")]));
    Ok(file)
}
