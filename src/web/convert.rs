//! Rust values to JavaScript's and back.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorData};

/// Plain objects and arrays: numbers stay numbers, `None` is null.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).expect("plain data serialises")
}

/// `{code, message}`, which is what the engine throws.
pub(super) fn to_error(error: Error) -> JsValue {
    to_js(&ErrorData::from(&error))
}
