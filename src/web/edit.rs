//! Classes and pictures.

use js_sys::Float32Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{to_error, to_js};
use super::engine::Engine;
use super::picture::Picture;
use crate::session::{self, Pixels};

/// A picture that was added.
#[wasm_bindgen]
pub struct Added {
    /// Its id from now on.
    pub id: u32,
    embedding: Float32Array,
    square: Pixels,
    source: String,
}

#[wasm_bindgen]
impl Added {
    /// The backbone's embedding of it: to be stored, and given to `restorePicture` later.
    #[wasm_bindgen(getter)]
    pub fn embedding(&self) -> Float32Array {
        self.embedding.clone()
    }

    /// Its source: the given one, or that of the frame before it.
    #[wasm_bindgen(getter)]
    pub fn source(&self) -> String {
        self.source.clone()
    }

    /// The centre square as the backbone saw it.
    pub fn square(&self) -> Picture {
        self.square.clone().into()
    }
}

impl From<session::Added> for Added {
    fn from(added: session::Added) -> Self {
        let embedding = Float32Array::from(&*added.embedding);
        Self { id: added.id, embedding, square: added.square, source: added.source }
    }
}

#[wasm_bindgen]
impl Engine {
    /// Adds a class; returns its id and its name as it is kept, `{id, name}`.
    ///
    /// # Errors
    /// `empty_name`.
    #[wasm_bindgen(js_name = addClass)]
    pub fn add_class(&mut self, name: &str) -> Result<JsValue, JsValue> {
        self.session.add_class(name).map(|added| to_js(&added)).map_err(to_error)
    }

    /// Renames a class; returns its name as it is kept.
    ///
    /// # Errors
    /// `unknown_class`, `empty_name`.
    #[wasm_bindgen(js_name = renameClass)]
    pub fn rename_class(&mut self, id: u32, name: &str) -> Result<String, JsValue> {
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

    /// Adds a picture to a class, for training or set aside for testing.
    ///
    /// # Errors
    /// `unknown_class`, `source_trained`, `source_aside`, `device`.
    #[wasm_bindgen(js_name = addPicture)]
    pub async fn add_picture(
        &mut self,
        class: u32,
        source: &str,
        aside: bool,
        picture: &Picture,
        before: Option<u32>,
    ) -> Result<Added, JsValue> {
        let added = self.session.add_frame(class, source, aside, &picture.pixels, before).await;
        added.map(Added::from).map_err(to_error)
    }

    /// Adds a picture whose embedding was computed elsewhere; returns its id and its source, `{id, source}`.
    ///
    /// # Errors
    /// `unknown_class`, `source_trained`, `source_aside`, `wrong_embedding`, `not_finite`.
    #[wasm_bindgen(js_name = addEmbedded)]
    pub fn add_embedded(
        &mut self,
        class: u32,
        source: &str,
        aside: bool,
        embedding: Vec<f32>,
        before: Option<u32>,
    ) -> Result<JsValue, JsValue> {
        let added = self.session.add_embedded(class, source, aside, embedding.into(), before);
        added.map(|added| to_js(&added)).map_err(to_error)
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

    /// Sets the sources of pictures aside for testing, or takes them back for training, all or none.
    ///
    /// # Errors
    /// `unknown_picture`.
    #[wasm_bindgen(js_name = setPicturesAside)]
    pub fn set_pictures_aside(&mut self, ids: &[u32], aside: bool) -> Result<(), JsValue> {
        self.session.set_pictures_aside(ids, aside).map_err(to_error)
    }

    /// What a page shows beside classes and pictures: a `Project` without them.
    pub fn project(&self) -> JsValue {
        to_js(&self.session.project())
    }
}
