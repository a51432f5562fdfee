//! The exporters for JavaScript.

use pupil::error::{Error, ErrorData, Result};
use pupil::export::{Facts, check_picture, onnx_package};
use pupil::graph::Graph;
use pupil::model::ModelFile;
use pupil::network::BackboneFile;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::archive;

/// A model that is exported: the files of its backbone and its own.
#[wasm_bindgen]
pub struct Exporter {
    backbone: Vec<u8>,
    model: Vec<u8>,
}

#[wasm_bindgen]
impl Exporter {
    /// Takes the two files.
    #[wasm_bindgen(constructor)]
    pub fn new(backbone: Vec<u8>, model: Vec<u8>) -> Self {
        Self { backbone, model }
    }

    /// The check's picture, a PNG file, for the classes in `facts`.
    ///
    /// # Errors
    /// `wrong_weights`, `wrong_model`, `too_few_classes`, `invalid_argument`.
    #[wasm_bindgen(js_name = checkPicture)]
    pub fn check_picture(&self, facts: JsValue) -> std::result::Result<Vec<u8>, JsValue> {
        let facts = read(facts)?;
        self.with_files(|backbone, model| Ok(check_picture(&Graph::new(backbone, model, &facts.labels())?.input)))
    }

    /// A ZIP archive with the model as ONNX and for PyTorch.
    ///
    /// # Errors
    /// As [`Exporter::check_picture`].
    pub fn onnx(&self, facts: JsValue) -> std::result::Result<Vec<u8>, JsValue> {
        let facts = read(facts)?;
        self.with_files(|backbone, model| Ok(archive(&onnx_package(backbone, model, &facts)?)))
    }

    fn with_files<T>(
        &self,
        write: impl FnOnce(&BackboneFile, &ModelFile) -> Result<T>,
    ) -> std::result::Result<T, JsValue> {
        let written = || write(&BackboneFile::from_bytes(&self.backbone)?, &ModelFile::from_bytes(&self.model)?);
        written().map_err(thrown)
    }
}

fn read(facts: JsValue) -> std::result::Result<Facts, JsValue> {
    serde_wasm_bindgen::from_value(facts).map_err(|error| thrown(Error::InvalidArgument { detail: error.to_string() }))
}

/// `{code, message, details}`, as the engine throws it.
fn thrown(error: Error) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    ErrorData::from(&error).serialize(&serializer).expect("plain data serialises")
}
