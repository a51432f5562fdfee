//! Looking at what augmentation does.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{to_error, to_js};
use super::engine::Engine;
use crate::error::Error;
use crate::session::{Augmentation, AugmentationPresets, Pixels, decode};

#[wasm_bindgen]
impl Engine {
    /// `Augmentation`s by name.
    #[wasm_bindgen(js_name = augmentationPresets)]
    pub fn augmentation_presets(&self) -> JsValue {
        to_js(&AugmentationPresets::default())
    }

    /// The square, RGBA, that the backbone sees of the picture file in `bytes`.
    ///
    /// # Errors
    /// As decoding a picture.
    pub fn square(&self, bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
        self.square_of(decode(bytes))
    }

    /// The square, RGBA, that the backbone sees of `width` × `height` pixels of RGBA.
    ///
    /// # Errors
    /// `picture_too_small`, `picture_too_large`.
    #[wasm_bindgen(js_name = squareOfPixels)]
    pub fn square_of_pixels(&self, rgba: &[u8], width: u32, height: u32) -> Result<Vec<u8>, JsValue> {
        self.square_of(Pixels::from_rgba(rgba, width, height))
    }

    /// `count` views of `width` × `height` pixels of RGBA, one after the other, RGBA of the same size. What `augmentation`
    /// leaves out is off.
    ///
    /// # Errors
    /// `invalid_settings`, `picture_too_small`, `picture_too_large`, `device`.
    #[wasm_bindgen(js_name = augmentedViews)]
    pub async fn augmented_views(
        &self,
        rgba: &[u8],
        width: u32,
        height: u32,
        augmentation: JsValue,
        count: usize,
        seed: u32,
    ) -> Result<Vec<u8>, JsValue> {
        let pixels = Pixels::from_rgba(rgba, width, height).map_err(to_error)?;
        let invalid = |error: serde_wasm_bindgen::Error| Error::InvalidSettings { detail: error.to_string() };
        let augmentation: Augmentation =
            serde_wasm_bindgen::from_value(augmentation).map_err(|error| to_error(invalid(error)))?;
        let views = self.session.augmented_views(&pixels, &augmentation, count, seed).await.map_err(to_error)?;
        Ok(views.iter().flat_map(Pixels::to_rgba).collect())
    }

    fn square_of(&self, pixels: crate::Result<Pixels>) -> Result<Vec<u8>, JsValue> {
        pixels.map(|pixels| self.session.square(&pixels).to_rgba()).map_err(to_error)
    }
}
