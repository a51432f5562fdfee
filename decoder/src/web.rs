//! The decoder for JavaScript.

use pupil::error::{Error, ErrorData};
use pupil::picture::{Pixels, decode_other};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Decoded pixels in WebAssembly's memory. JavaScript frees it.
#[wasm_bindgen]
pub struct Decoded(Pixels);

#[wasm_bindgen]
impl Decoded {
    /// The PNG, WebP, GIF or BMP file in `bytes`.
    ///
    /// # Errors
    /// `unsupported_format` for other files; `broken_picture`, `picture_too_small`, `picture_too_large`.
    pub fn decode(bytes: &[u8]) -> Result<Decoded, JsValue> {
        decode_other(bytes).map(Self).map_err(thrown)
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

    /// The pixels as RGB, row by row from the top left; they are freed.
    #[wasm_bindgen(js_name = intoRgb)]
    pub fn into_rgb(self) -> Vec<u8> {
        self.0.into_rgb()
    }
}

/// `{code, message, details}`, as the engine throws it.
fn thrown(error: Error) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    ErrorData::from(&error).serialize(&serializer).expect("plain data serialises")
}
