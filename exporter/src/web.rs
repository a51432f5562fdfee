//! The exporters for JavaScript.

use pupil::error::{Error, ErrorData, Result};
use pupil::export::{Facts, Format, Runtime, archive, check_picture, package, page};
use pupil::graph::Graph;
use pupil::model::ModelFile;
use pupil::network::BackboneFile;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

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
        let facts: Facts = read(facts)?;
        self.with_files(|backbone, model| Ok(check_picture(&Graph::new(backbone, model, &facts.labels())?.input)))
    }

    /// A ZIP archive with the model for the programs of a format ([`Format`]).
    ///
    /// # Errors
    /// As [`Exporter::check_picture`]; `not_exportable`.
    pub fn write(&self, format: JsValue, facts: JsValue) -> std::result::Result<Vec<u8>, JsValue> {
        let (format, facts): (Format, Facts) = (read(format)?, read(facts)?);
        self.with_files(|backbone, model| Ok(archive(&package(format, backbone, model, &facts)?)))
    }

    /// The model as one HTML page; `glue` and `module` are the crate `pupil-runtime` as wasm-bindgen makes it for the web.
    ///
    /// # Errors
    /// As [`Exporter::check_picture`].
    pub fn page(&self, facts: JsValue, glue: &str, module: &[u8]) -> std::result::Result<String, JsValue> {
        let facts: Facts = read(facts)?;
        self.with_files(|backbone, model| page(backbone, model, &facts, Runtime { glue, module }))
    }

    fn with_files<T>(
        &self,
        write: impl FnOnce(&BackboneFile, &ModelFile) -> Result<T>,
    ) -> std::result::Result<T, JsValue> {
        let written = || write(&BackboneFile::from_bytes(&self.backbone)?, &ModelFile::from_bytes(&self.model)?);
        written().map_err(thrown)
    }
}

fn read<T: DeserializeOwned>(value: JsValue) -> std::result::Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| thrown(Error::InvalidArgument { detail: error.to_string() }))
}

/// `{code, message, details}`, as the engine throws it.
fn thrown(error: Error) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    ErrorData::from(&error).serialize(&serializer).expect("plain data serialises")
}
