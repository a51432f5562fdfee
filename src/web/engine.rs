//! Making an engine, classifying with it, judging it, and its files.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};

use super::convert::{to_error, to_js};
use crate::session::{CatalogueEntry, Pixels, Session, cpu, decode, webgpu};

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
    /// `gpu_unavailable`, `wrong_weights`.
    pub async fn create(backend: &str, weights: Vec<u8>) -> Result<Engine, JsValue> {
        let device = match backend {
            "webgpu" => webgpu().await.map_err(to_error)?,
            _ => cpu(),
        };
        let session = Session::new(&weights, &device).map_err(to_error)?;
        Ok(Self { session })
    }

    /// Every network that a backbone's weights can be for: `CatalogueEntry`s.
    pub fn catalogue() -> JsValue {
        to_js(&CatalogueEntry::all())
    }

    /// Runs the backbone twice, so that later calls find everything compiled; returns the faster run in milliseconds.
    ///
    /// # Errors
    /// `device`.
    #[wasm_bindgen(js_name = warmUp)]
    pub async fn warm_up(&self) -> Result<f64, JsValue> {
        const RUNS: usize = 2;
        let side = self.session.backbone().preprocess().size;
        let grey = Pixels::from_rgba(&vec![127; (side * side * 4) as usize], side, side).map_err(to_error)?;
        let mut fastest = f64::INFINITY;
        for _ in 0..RUNS {
            let start = now();
            self.session.classify(&grey).await.map_err(to_error)?;
            fastest = fastest.min(now() - start);
        }
        Ok(fastest)
    }

    /// What the picture file in `bytes` shows.
    ///
    /// # Errors
    /// As decoding a picture; `device`.
    pub async fn classify(&self, bytes: &[u8]) -> Result<JsValue, JsValue> {
        self.predict(decode(bytes)).await
    }

    /// What `width` × `height` pixels of RGBA show.
    ///
    /// # Errors
    /// `picture_too_small`, `picture_too_large`, `device`.
    #[wasm_bindgen(js_name = classifyPixels)]
    pub async fn classify_pixels(&self, rgba: &[u8], width: u32, height: u32) -> Result<JsValue, JsValue> {
        self.predict(Pixels::from_rgba(rgba, width, height)).await
    }

    /// What the picture file in `bytes` shows, and where: an `Explanation`.
    ///
    /// # Errors
    /// As decoding a picture; `not_trained`, `device`.
    pub async fn explain(&self, bytes: &[u8]) -> Result<JsValue, JsValue> {
        self.look_into(decode(bytes)).await
    }

    /// The same of `width` × `height` pixels of RGBA.
    ///
    /// # Errors
    /// `picture_too_small`, `picture_too_large`, `not_trained`, `device`.
    #[wasm_bindgen(js_name = explainPixels)]
    pub async fn explain_pixels(&self, rgba: &[u8], width: u32, height: u32) -> Result<JsValue, JsValue> {
        self.look_into(Pixels::from_rgba(rgba, width, height)).await
    }

    /// The backbone's embedding of the picture file in `bytes`.
    ///
    /// # Errors
    /// As decoding a picture; `device`.
    pub async fn embed(&self, bytes: &[u8]) -> Result<Vec<f32>, JsValue> {
        self.embedding(decode(bytes)).await
    }

    /// The same of `width` × `height` pixels of RGBA.
    ///
    /// # Errors
    /// `picture_too_small`, `picture_too_large`, `device`.
    #[wasm_bindgen(js_name = embedPixels)]
    pub async fn embed_pixels(&self, rgba: &[u8], width: u32, height: u32) -> Result<Vec<f32>, JsValue> {
        self.embedding(Pixels::from_rgba(rgba, width, height)).await
    }

    /// The classifier as a safetensors file.
    ///
    /// # Errors
    /// `not_trained`, `device`.
    #[wasm_bindgen(js_name = saveModel)]
    pub async fn save_model(&self) -> Result<Vec<u8>, JsValue> {
        self.session.save_model().await.map_err(to_error)
    }

    /// Puts a saved classifier to use.
    ///
    /// # Errors
    /// `wrong_model`; then the classifier in use stays.
    #[wasm_bindgen(js_name = loadModel)]
    pub fn load_model(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.session.load_model(bytes).map_err(to_error)
    }

    async fn embedding(&self, pixels: crate::Result<Pixels>) -> Result<Vec<f32>, JsValue> {
        self.session.embedding(&pixels.map_err(to_error)?).await.map_err(to_error)
    }

    async fn look_into(&self, pixels: crate::Result<Pixels>) -> Result<JsValue, JsValue> {
        let pixels = pixels.map_err(to_error)?;
        self.session.explain(&pixels).await.map(|explanation| to_js(&explanation)).map_err(to_error)
    }

    async fn predict(&self, pixels: crate::Result<Pixels>) -> Result<JsValue, JsValue> {
        let pixels = pixels.map_err(to_error)?;
        self.session.classify(&pixels).await.map(|prediction| to_js(&prediction)).map_err(to_error)
    }
}

/// Milliseconds since the worker started.
fn now() -> f64 {
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    global.performance().expect_throw("every worker has a clock").now()
}
