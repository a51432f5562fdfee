//! Two models on the same pictures.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{argument, to_error, to_js};
use super::engine::Engine;
use super::picture::Picture;
use crate::session::Comparison;

#[wasm_bindgen]
impl Engine {
    /// A `ModelComparison` of whether each picture was right before, and is right after: an array of pairs of booleans. Null without any.
    ///
    /// # Errors
    /// `invalid_argument`.
    pub fn comparison(right: JsValue) -> Result<JsValue, JsValue> {
        Ok(to_js(&Comparison::of(&argument::<Vec<(bool, bool)>>(right)?)))
    }

    /// Chooses what is compared with the model in use: a stored model, or without a file the instant one.
    ///
    /// # Errors
    /// `wrong_model`.
    #[wasm_bindgen(js_name = setRival)]
    pub fn set_rival(&mut self, file: Option<Vec<u8>>) -> Result<(), JsValue> {
        self.session.set_rival(file.as_deref()).map_err(to_error)
    }

    /// Ids of the pictures that both models must see before `compare`.
    ///
    /// # Errors
    /// `not_trained`.
    #[wasm_bindgen(js_name = unseenByBoth)]
    pub fn unseen_by_both(&self) -> Result<Vec<u32>, JsValue> {
        self.session.unseen_by_both().map_err(to_error)
    }

    /// Predicts the picture `id` with both models, and keeps the outputs.
    ///
    /// # Errors
    /// `device`.
    #[wasm_bindgen(js_name = predictBoth)]
    pub async fn predict_both(&mut self, id: u32, picture: &Picture) -> Result<(), JsValue> {
        self.session.predict_both(id, &picture.pixels).await.map_err(to_error)
    }

    /// The two on the same pictures: a `Standing`, or null.
    ///
    /// # Errors
    /// `not_trained`, `picture_not_supplied`, `device`.
    pub async fn compare(&self) -> Result<JsValue, JsValue> {
        self.session.compare().await.map(|standing| to_js(&standing)).map_err(to_error)
    }
}
