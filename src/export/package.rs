//! The files of an export.

use super::facts::Facts;
use super::{card, check, onnx, safetensors};
use crate::error::Result;
use crate::graph::Graph;
use crate::model::ModelFile;
use crate::network::BackboneFile;

/// A file of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedFile {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// For those who program: ONNX with a photo in and with numbers in, PyTorch's tensors with `load.py`, labels, the check, the card,
/// and how to use it all.
///
/// # Errors
/// Those of [`Graph::new`].
pub fn onnx_package(backbone: &BackboneFile, model: &ModelFile, facts: &Facts) -> Result<Vec<ExportedFile>> {
    let graph = Graph::new(backbone, model, &facts.labels())?;
    let license = backbone.weights.metadata("license").ok();
    let text = |name, text: String| ExportedFile { name, bytes: text.into_bytes() };
    Ok(vec![
        text("README.md", include_str!("texts/README.md").to_owned()),
        text("CARD.md", card::card(&graph, &model.header, facts, license)),
        text("labels.txt", graph.labels.join("\n") + "\n"),
        ExportedFile { name: "model.onnx", bytes: onnx::photo(&graph) },
        ExportedFile { name: "model-plain.onnx", bytes: onnx::plain(&graph) },
        ExportedFile { name: "model.safetensors", bytes: safetensors::write(&graph) },
        text("load.py", include_str!("texts/load.py").to_owned()),
        ExportedFile { name: "check.png", bytes: check::picture(&graph.input) },
        text("check.json", check::data(&graph, facts)),
        text("check.py", include_str!("texts/check.py").to_owned()),
    ])
}
