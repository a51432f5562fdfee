//! Rust values to JavaScript's and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorData};

/// Plain objects and arrays: numbers stay numbers, `None` is null.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).expect("plain data serialises")
}

/// `{code, message, details}`, which is what the engine throws.
pub(super) fn to_error(error: Error) -> JsValue {
    to_js(&ErrorData::from(&error))
}

/// An argument.
///
/// # Errors
/// `invalid_argument`.
pub(super) fn argument<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| to_error(Error::InvalidArgument { detail: error.to_string() }))
}

/// Settings, or a part of them.
///
/// # Errors
/// `invalid_settings`.
pub(super) fn settings<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| to_error(Error::InvalidSettings { detail: error.to_string() }))
}
