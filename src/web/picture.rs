//! Decoded pixels that JavaScript holds.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::to_error;
use crate::session::{ENOUGH, Pixels, decode_jpeg};

/// Decoded pixels in WebAssembly's memory. JavaScript frees it.
#[wasm_bindgen]
pub struct Picture {
    pub(super) pixels: Pixels,
}

#[wasm_bindgen]
impl Picture {
    /// The JPEG file in `bytes`, as large as networks need it.
    ///
    /// # Errors
    /// `unsupported_format` for other files, for which there is the decoder's module; `broken_picture`, `picture_too_small`,
    /// `picture_too_large`.
    pub fn decode(bytes: &[u8]) -> Result<Picture, JsValue> {
        decode_jpeg(bytes, ENOUGH).map(Self::from).map_err(to_error)
    }

    /// `width` × `height` pixels of RGBA, as a canvas gives them.
    ///
    /// # Errors
    /// `broken_picture` if `rgba` has another length; `picture_too_small`, `picture_too_large`.
    #[wasm_bindgen(js_name = fromRgba)]
    pub fn from_rgba(rgba: &[u8], width: u32, height: u32) -> Result<Picture, JsValue> {
        Pixels::from_rgba(rgba, width, height).map(Self::from).map_err(to_error)
    }

    /// `width` × `height` pixels of RGB, as the decoder of other formats gives them.
    ///
    /// # Errors
    /// As [`Picture::from_rgba`].
    #[wasm_bindgen(js_name = fromRgb)]
    pub fn from_rgb(rgb: Vec<u8>, width: u32, height: u32) -> Result<Picture, JsValue> {
        Pixels::from_rgb(rgb, width, height).map(Self::from).map_err(to_error)
    }

    /// Pixels across.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.pixels.width()
    }

    /// Pixels down.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.pixels.height()
    }

    /// The pixels as opaque RGBA, row by row from the top left.
    pub fn rgba(&self) -> Vec<u8> {
        self.pixels.to_rgba()
    }
}

impl From<Pixels> for Picture {
    fn from(pixels: Pixels) -> Self {
        Self { pixels }
    }
}
