//! What was stored comes back.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{argument, to_error};
use super::engine::Engine;

#[wasm_bindgen]
impl Engine {
    /// Brings back the classes of a stored project, and the ids that were never given out: a `StoredProject`.
    ///
    /// # Errors
    /// `invalid_argument`, `id_taken`, `empty_name`; then nothing changes.
    pub fn restore(&mut self, stored: JsValue) -> Result<(), JsValue> {
        self.session.restore(argument(stored)?).map_err(to_error)
    }

    /// Brings back a class that was removed, without its pictures.
    ///
    /// # Errors
    /// `id_taken`, `empty_name`.
    #[wasm_bindgen(js_name = restoreClass)]
    pub fn restore_class(&mut self, id: u32, name: &str, enabled: bool) -> Result<(), JsValue> {
        self.session.restore_class(id, name, enabled).map_err(to_error)
    }

    /// Brings back a picture with its embedding.
    ///
    /// # Errors
    /// `unknown_class`, `id_taken`, `wrong_embedding`.
    #[wasm_bindgen(js_name = restorePicture)]
    pub fn restore_picture(
        &mut self,
        id: u32,
        class: u32,
        source: &str,
        enabled: bool,
        aside: bool,
        embedding: Vec<f32>,
    ) -> Result<(), JsValue> {
        self.session.restore_picture(id, class, source, enabled, aside, embedding).map_err(to_error)
    }

    /// Puts the stored model of this project to use; its classes need not be here.
    ///
    /// # Errors
    /// `wrong_model`; then the model in use stays.
    #[wasm_bindgen(js_name = restoreModel)]
    pub fn restore_model(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.session.restore_model(bytes).map_err(to_error)
    }
}
