//! Making an engine, classifying with it, and its model files.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};

use super::convert::{argument, to_error, to_js};
use super::picture::Picture;
use crate::session::{Backend, CatalogueEntry, Session};

/// A [`Session`] that JavaScript holds. Async methods must not overlap: the caller waits for one before the next.
#[wasm_bindgen]
pub struct Engine {
    pub(super) session: Session,
}

#[wasm_bindgen]
impl Engine {
    /// An engine on `backend`, "webgpu" or "cpu", with the backbone file in `weights`.
    ///
    /// # Errors
    /// `invalid_argument`, `gpu_unavailable`, `wrong_weights`.
    pub async fn create(backend: JsValue, weights: Vec<u8>) -> Result<Engine, JsValue> {
        let backend: Backend = argument(backend)?;
        let device = backend.device().await.map_err(to_error)?;
        let session = Session::new(&weights, &device).map_err(to_error)?;
        Ok(Self { session })
    }

    /// Every network that a backbone's weights can be for: `CatalogueEntry`s.
    pub fn catalogue() -> JsValue {
        to_js(&CatalogueEntry::all())
    }

    /// Runs the backbone, so that later calls find everything compiled; returns the milliseconds of a steady run.
    ///
    /// # Errors
    /// `device`.
    #[wasm_bindgen(js_name = warmUp)]
    pub async fn warm_up(&self) -> Result<f64, JsValue> {
        self.session.warm_up(now).await.map_err(to_error)
    }

    /// What a picture shows: a `Prediction`.
    ///
    /// # Errors
    /// `device`.
    pub async fn classify(&self, picture: &Picture) -> Result<JsValue, JsValue> {
        self.session.classify(&picture.pixels).await.map(|prediction| to_js(&prediction)).map_err(to_error)
    }

    /// What a picture shows, and where: an `Explanation`.
    ///
    /// # Errors
    /// `not_trained`, `device`.
    pub async fn explain(&self, picture: &Picture) -> Result<JsValue, JsValue> {
        self.session.explain(&picture.pixels).await.map(|explanation| to_js(&explanation)).map_err(to_error)
    }

    /// The backbone's embedding of a picture.
    ///
    /// # Errors
    /// `device`.
    pub async fn embed(&self, picture: &Picture) -> Result<Vec<f32>, JsValue> {
        self.session.embed(&picture.pixels).await.map_err(to_error)
    }

    /// Brings the instant model up to date, in up to `parts` parts; returns its progress, `{done, total}`.
    #[wasm_bindgen(js_name = instantSteps)]
    pub fn instant_steps(&mut self, parts: usize) -> JsValue {
        to_js(&self.session.instant_steps(parts))
    }

    /// Ids of the training pictures whose views the instant model does not learn from yet.
    #[wasm_bindgen(js_name = picturesWithoutViews)]
    pub fn pictures_without_views(&self) -> Vec<u32> {
        self.session.pictures_without_views()
    }

    /// How many views each picture gets.
    #[wasm_bindgen(js_name = viewCount)]
    pub fn view_count(&self) -> usize {
        self.session.view_count()
    }

    /// The embedding of view number `index` of a picture.
    ///
    /// # Errors
    /// `device`.
    #[wasm_bindgen(js_name = embedView)]
    pub async fn embed_view(&self, picture: &Picture, index: u32) -> Result<Vec<f32>, JsValue> {
        self.session.embed_view(&picture.pixels, index).await.map_err(to_error)
    }

    /// Has the instant model learn from views of a picture, too: their embeddings, one after another.
    ///
    /// # Errors
    /// `unknown_picture`, `wrong_embedding`, `not_finite`.
    #[wasm_bindgen(js_name = setViews)]
    pub fn set_views(&mut self, id: u32, embeddings: &[f32]) -> Result<(), JsValue> {
        self.session.set_views(id, embeddings).map_err(to_error)
    }

    /// Has the instant model learn from the pictures alone.
    #[wasm_bindgen(js_name = clearViews)]
    pub fn clear_views(&mut self) {
        self.session.clear_views();
    }

    /// Puts the instant model to use in place of a trained one.
    ///
    /// # Errors
    /// `not_trained`.
    #[wasm_bindgen(js_name = useInstant)]
    pub fn use_instant(&mut self) -> Result<(), JsValue> {
        self.session.use_instant().map_err(to_error)
    }

    /// The model in use as a safetensors file.
    ///
    /// # Errors
    /// `not_trained`, `device`.
    #[wasm_bindgen(js_name = saveModel)]
    pub async fn save_model(&self) -> Result<Vec<u8>, JsValue> {
        self.session.save_model().await.map_err(to_error)
    }

    /// Puts a saved model to use.
    ///
    /// # Errors
    /// `wrong_model`; then the model in use stays.
    #[wasm_bindgen(js_name = loadModel)]
    pub fn load_model(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.session.load_model(bytes).map_err(to_error)
    }
}

/// Milliseconds since the worker started.
fn now() -> f64 {
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    global.performance().expect_throw("every worker has a clock").now()
}
