//! The files of an export.

use serde::Deserialize;

use super::archive::archive;
use super::check::{self, EXACT};
use super::facts::Facts;
use super::file::ExportedFile;
use super::tflite::{self, Precision};
use super::{card, keras, onnx, safetensors};
use crate::error::Result;
use crate::graph::Graph;
use crate::model::ModelFile;
use crate::network::BackboneFile;

/// The programs that an export is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Format {
    /// Those that run ONNX, with a photo in or with numbers in; and PyTorch, with `load.py`.
    Onnx,
    /// TensorFlow.js, as Teachable Machine writes it.
    Tfjs,
    /// Keras 3.
    Keras,
    /// TensorFlow Lite and MediaPipe.
    Tflite,
}

/// The files for the programs of `format`, and with them how to use them, the card, the labels and the check.
///
/// # Errors
/// Those of [`Graph::new`]; [`crate::Error::NotExportable`] if the format has no way to say what the model does.
pub fn package(format: Format, backbone: &BackboneFile, model: &ModelFile, facts: &Facts) -> Result<Vec<ExportedFile>> {
    let graph = Graph::new(backbone, model, &facts.labels())?;
    let license = backbone.weights.metadata("license").ok();
    let (guide, tolerance, own) = match format {
        Format::Onnx => (include_str!("texts/onnx/README.md"), EXACT, onnx_files(&graph)),
        // Its browser's own decoder and canvas come before the model.
        Format::Tfjs => (include_str!("texts/tfjs/README.md"), 1e-3, keras::tfjs(&graph, facts)?),
        Format::Keras => (include_str!("texts/keras/README.md"), EXACT, keras_files(&graph, facts)?),
        Format::Tflite => (include_str!("texts/tflite/README.md"), EXACT, tflite_files(&graph)?),
    };
    let common = [
        ExportedFile::text("README.md", guide),
        ExportedFile::text("CARD.md", card::card(&graph, &model.header, facts, license)),
        ExportedFile::text("labels.txt", graph.labels.join("\n") + "\n"),
        ExportedFile { name: "check.png", bytes: check::picture(&graph.input) },
        ExportedFile::text("check.json", check::data(&graph, facts, tolerance)),
    ];
    Ok(common.into_iter().chain(own).collect())
}

fn keras_files(graph: &Graph, facts: &Facts) -> Result<Vec<ExportedFile>> {
    let model = ExportedFile { name: "model.keras", bytes: archive(&keras::keras3(graph, facts)?) };
    Ok(vec![model, ExportedFile::text("check.py", include_str!("texts/keras/check.py"))])
}

fn tflite_files(graph: &Graph) -> Result<Vec<ExportedFile>> {
    Ok(vec![
        ExportedFile { name: "model.tflite", bytes: tflite::write(graph, Precision::Single)? },
        ExportedFile { name: "model-float16.tflite", bytes: tflite::write(graph, Precision::Half)? },
        ExportedFile::text("check.py", include_str!("texts/tflite/check.py")),
    ])
}

fn onnx_files(graph: &Graph) -> Vec<ExportedFile> {
    vec![
        ExportedFile { name: "model.onnx", bytes: onnx::photo(graph) },
        ExportedFile { name: "model-plain.onnx", bytes: onnx::plain(graph) },
        ExportedFile { name: "model.safetensors", bytes: safetensors::write(graph) },
        ExportedFile::text("load.py", include_str!("texts/onnx/load.py")),
        ExportedFile::text("check.py", include_str!("texts/onnx/check.py")),
    ]
}
