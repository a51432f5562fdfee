//! Classes, pictures and settings.

use js_sys::Float32Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{to_error, to_js};
use super::engine::Engine;
use crate::error::Error;
use crate::session::{self, Pixels, TrainingSettings, decode};

/// What became of an added picture.
#[wasm_bindgen]
pub struct Added {
    /// Its id from now on.
    pub id: u32,
    embedding: Float32Array,
    square: Vec<u8>,
}

#[wasm_bindgen]
impl Added {
    /// What the backbone made of it: to be stored and given back to `restorePicture`.
    #[wasm_bindgen(getter)]
    pub fn embedding(&self) -> Float32Array {
        self.embedding.clone()
    }

    /// The centre square as the backbone saw it, RGBA.
    #[wasm_bindgen(getter)]
    pub fn square(&self) -> Vec<u8> {
        self.square.clone()
    }
}

impl From<session::Added> for Added {
    fn from(added: session::Added) -> Self {
        Self { id: added.id, embedding: Float32Array::from(&*added.embedding), square: added.square.to_rgba() }
    }
}

#[wasm_bindgen]
impl Engine {
    /// Adds a class, or restores one under its `id`; returns its id.
    ///
    /// # Errors
    /// `empty_name`, `id_taken`.
    #[wasm_bindgen(js_name = addClass)]
    pub fn add_class(&mut self, id: Option<u32>, name: &str, enabled: bool) -> Result<u32, JsValue> {
        self.session.add_class(id, name, enabled).map_err(to_error)
    }

    /// Renames a class.
    ///
    /// # Errors
    /// `unknown_class`, `empty_name`.
    #[wasm_bindgen(js_name = renameClass)]
    pub fn rename_class(&mut self, id: u32, name: &str) -> Result<(), JsValue> {
        self.session.rename_class(id, name).map_err(to_error)
    }

    /// Takes a class out of training and prediction, or back in.
    ///
    /// # Errors
    /// `unknown_class`.
    #[wasm_bindgen(js_name = setClassEnabled)]
    pub fn set_class_enabled(&mut self, id: u32, enabled: bool) -> Result<(), JsValue> {
        self.session.set_class_enabled(id, enabled).map_err(to_error)
    }

    /// Removes a class with its pictures.
    ///
    /// # Errors
    /// `unknown_class`.
    #[wasm_bindgen(js_name = removeClass)]
    pub fn remove_class(&mut self, id: u32) -> Result<(), JsValue> {
        self.session.remove_class(id).map_err(to_error)
    }

    /// Adds the picture file in `bytes` to a class, for teaching or set aside for testing.
    ///
    /// # Errors
    /// As decoding a picture; `unknown_class`, `source_taught`, `source_aside`, `device`.
    #[wasm_bindgen(js_name = addPicture)]
    pub async fn add_picture(&mut self, class: u32, source: &str, aside: bool, bytes: &[u8]) -> Result<Added, JsValue> {
        self.add(class, source, aside, decode(bytes)).await
    }

    /// Adds `width` × `height` pixels of RGBA to a class.
    ///
    /// # Errors
    /// `picture_too_small`, `picture_too_large`, `unknown_class`, `source_taught`, `source_aside`, `device`.
    #[wasm_bindgen(js_name = addPixels)]
    pub async fn add_pixels(
        &mut self,
        class: u32,
        source: &str,
        aside: bool,
        rgba: &[u8],
        width: u32,
        height: u32,
    ) -> Result<Added, JsValue> {
        self.add(class, source, aside, Pixels::from_rgba(rgba, width, height)).await
    }

    /// Adds a picture that was stored, with its embedding.
    ///
    /// # Errors
    /// `unknown_class`, `id_taken`.
    #[wasm_bindgen(js_name = restorePicture)]
    pub fn restore_picture(
        &mut self,
        id: u32,
        class: u32,
        source: &str,
        enabled: bool,
        embedding: Vec<f32>,
    ) -> Result<(), JsValue> {
        self.session.restore_picture(id, class, source, enabled, embedding).map_err(to_error)
    }

    /// Removes pictures, all or none.
    ///
    /// # Errors
    /// `unknown_picture`.
    #[wasm_bindgen(js_name = removePictures)]
    pub fn remove_pictures(&mut self, ids: &[u32]) -> Result<(), JsValue> {
        self.session.remove_pictures(ids).map_err(to_error)
    }

    /// Moves pictures to another class, all or none.
    ///
    /// # Errors
    /// `unknown_picture`, `unknown_class`.
    #[wasm_bindgen(js_name = movePictures)]
    pub fn move_pictures(&mut self, ids: &[u32], class: u32) -> Result<(), JsValue> {
        self.session.move_pictures(ids, class).map_err(to_error)
    }

    /// Takes pictures out of training or back in, all or none.
    ///
    /// # Errors
    /// `unknown_picture`.
    #[wasm_bindgen(js_name = setPicturesEnabled)]
    pub fn set_pictures_enabled(&mut self, ids: &[u32], enabled: bool) -> Result<(), JsValue> {
        self.session.set_pictures_enabled(ids, enabled).map_err(to_error)
    }

    /// Sets the sources of pictures aside for testing, or takes them back for teaching, all or none.
    ///
    /// # Errors
    /// `unknown_picture`.
    #[wasm_bindgen(js_name = setPicturesAside)]
    pub fn set_pictures_aside(&mut self, ids: &[u32], aside: bool) -> Result<(), JsValue> {
        self.session.set_pictures_aside(ids, aside).map_err(to_error)
    }

    /// Everything a page shows: a `Project`.
    pub fn project(&self) -> JsValue {
        to_js(&self.session.project())
    }

    /// Sets what the next run uses: a whole `TrainingSettings`.
    ///
    /// # Errors
    /// `invalid_settings`; then nothing changes.
    #[wasm_bindgen(js_name = setSettings)]
    pub fn set_settings(&mut self, settings: JsValue) -> Result<(), JsValue> {
        let invalid = |error: serde_wasm_bindgen::Error| Error::InvalidSettings { detail: error.to_string() };
        let settings = serde_wasm_bindgen::from_value(settings).map_err(|error| to_error(invalid(error)))?;
        self.session.set_settings(settings).map_err(to_error)
    }

    /// The settings that `method` begins with; of those in use, what does not hang on the method stays.
    ///
    /// # Errors
    /// `invalid_settings` if there is no such method.
    #[wasm_bindgen(js_name = settingsOf)]
    pub fn settings_of(&self, method: JsValue) -> Result<JsValue, JsValue> {
        let invalid = |error: serde_wasm_bindgen::Error| Error::InvalidSettings { detail: error.to_string() };
        let method = serde_wasm_bindgen::from_value(method).map_err(|error| to_error(invalid(error)))?;
        Ok(to_js(&self.session.settings_of(method)))
    }

    /// All that the method in use begins with.
    #[wasm_bindgen(js_name = defaultSettings)]
    pub fn default_settings(&self) -> JsValue {
        to_js(&TrainingSettings::of(self.session.settings().method))
    }

    async fn add(
        &mut self,
        class: u32,
        source: &str,
        aside: bool,
        pixels: crate::Result<Pixels>,
    ) -> Result<Added, JsValue> {
        let pixels = pixels.map_err(to_error)?;
        let added = if aside {
            self.session.add_test_picture(class, source, &pixels).await
        } else {
            self.session.add_picture(class, source, &pixels).await
        };
        added.map(Added::from).map_err(to_error)
    }
}
