//! The embedder for JavaScript.

use js_sys::{Array, Object};
use pupil::error::{Error, ErrorData};
use pupil::picture::{ENOUGH, Pixels, decode_jpeg};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs once, when the module is instantiated.
#[wasm_bindgen(start)]
fn start() {
    pupil_kernels::use_fast_loops();
}

/// Decoded pixels in WebAssembly's memory. JavaScript frees it.
#[wasm_bindgen]
pub struct Picture(Pixels);

#[wasm_bindgen]
impl Picture {
    /// The JPEG file in `bytes`, as large as networks need it.
    ///
    /// # Errors
    /// `unsupported_format` for other files; `broken_picture`, `picture_too_small`, `picture_too_large`.
    pub fn decode(bytes: &[u8]) -> Result<Picture, JsValue> {
        decode_jpeg(bytes, ENOUGH).map(Self).map_err(thrown)
    }

    /// `width` × `height` pixels of RGBA, as a canvas gives them.
    ///
    /// # Errors
    /// `broken_picture` if `rgba` has another length; `picture_too_small`, `picture_too_large`.
    #[wasm_bindgen(js_name = fromRgba)]
    pub fn from_rgba(rgba: &[u8], width: u32, height: u32) -> Result<Picture, JsValue> {
        Pixels::from_rgba(rgba, width, height).map(Self).map_err(thrown)
    }

    /// `width` × `height` pixels of RGB, as the decoder of other formats gives them.
    ///
    /// # Errors
    /// As [`Picture::from_rgba`].
    #[wasm_bindgen(js_name = fromRgb)]
    pub fn from_rgb(rgb: Vec<u8>, width: u32, height: u32) -> Result<Picture, JsValue> {
        Pixels::from_rgb(rgb, width, height).map(Self).map_err(thrown)
    }

    /// Pixels across.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.0.width()
    }

    /// Pixels down.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.0.height()
    }

    /// The pixels as opaque RGBA, row by row from the top left.
    pub fn rgba(&self) -> Vec<u8> {
        self.0.to_rgba()
    }
}

/// A backbone that makes embeddings.
#[wasm_bindgen]
pub struct Embedder(pupil::predict::Embedder);

#[wasm_bindgen]
impl Embedder {
    /// The backbone in a file of weights.
    ///
    /// # Errors
    /// `wrong_weights`.
    #[wasm_bindgen(constructor)]
    pub fn new(weights: &[u8]) -> Result<Self, JsValue> {
        pupil::predict::Embedder::load(weights).map(Self).map_err(thrown)
    }

    /// The same with the classifier that it was published with.
    ///
    /// # Errors
    /// `wrong_weights`.
    pub fn naming(weights: &[u8]) -> Result<Embedder, JsValue> {
        pupil::predict::Embedder::naming(weights).map(Self).map_err(thrown)
    }

    /// The most probable labels of a picture by that classifier, the best first: `[label, score]` each.
    pub fn best(&self, picture: &Picture) -> Array {
        let best = self.0.best(&picture.0).into_iter();
        best.map(|(label, score)| Array::of2(&label.into(), &score.into())).collect()
    }

    /// The centre square of a picture as the backbone sees it.
    pub fn square(&self, picture: &Picture) -> Picture {
        Picture(self.0.square(&picture.0))
    }

    /// The embedding of such a square.
    pub fn embed(&self, square: &Picture) -> Vec<f32> {
        self.0.embed(&square.0)
    }
}

/// `{code, message, details}`, as the engine throws it.
fn thrown(error: Error) -> JsValue {
    let ErrorData { code, message, details } = ErrorData::from(&error);
    let details = object(details.iter().map(|(name, value)| (name.as_str(), plain(value))));
    object([("code", code.into()), ("message", message.into()), ("details", details)])
}

/// Value by value: to write JSON, which JavaScript would read, takes tables of 16 KB for numbers.
fn plain(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => text.into(),
        Value::Array(values) => values.iter().map(plain).collect::<Array>().into(),
        Value::Object(fields) => object(fields.iter().map(|(name, value)| (name.as_str(), plain(value)))),
    }
}

fn object<'f>(fields: impl IntoIterator<Item = (&'f str, JsValue)>) -> JsValue {
    let entries = fields.into_iter().map(|(name, value)| Array::of2(&name.into(), &value));
    Object::from_entries(&entries.collect::<Array>()).expect("names and values").into()
}
