//! Squares, and views of pictures.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{settings, to_error, to_js};
use super::engine::Engine;
use super::picture::Picture;
use crate::session::{Augmentation, AugmentationPresets, Pixels};

#[wasm_bindgen]
impl Engine {
    /// `Augmentation`s by name.
    #[wasm_bindgen(js_name = augmentationPresets)]
    pub fn augmentation_presets(&self) -> JsValue {
        to_js(&AugmentationPresets::default())
    }

    /// The square that the backbone sees of a picture.
    pub fn square(&self, picture: &Picture) -> Picture {
        self.session.square(&picture.pixels).into()
    }

    /// `count` views of a picture, one after the other, RGBA of its size. What `augmentation` leaves out is off.
    ///
    /// # Errors
    /// `invalid_settings`, `device`.
    #[wasm_bindgen(js_name = augmentedViews)]
    pub async fn augmented_views(
        &self,
        picture: &Picture,
        augmentation: JsValue,
        count: usize,
        seed: u32,
    ) -> Result<Vec<u8>, JsValue> {
        let augmentation: Augmentation = settings(augmentation)?;
        let views =
            self.session.augmented_views(&picture.pixels, &augmentation, count, seed).await.map_err(to_error)?;
        Ok(views.iter().map(Pixels::to_rgba).collect::<Vec<_>>().concat())
    }
}
