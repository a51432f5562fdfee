//! Driving a run.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{to_error, to_js};
use super::engine::Engine;
use crate::session::{Pixels, decode};

#[wasm_bindgen]
impl Engine {
    /// Starts a run; returns its `TrainingMessage`s.
    ///
    /// # Errors
    /// `already_training`, `too_few_classes`, `empty_class`.
    #[wasm_bindgen(js_name = startTraining)]
    pub fn start_training(&mut self) -> Result<JsValue, JsValue> {
        self.session.start_training().map(|started| to_js(&[started])).map_err(to_error)
    }

    /// Ids of the pictures that the next step needs, to be supplied first.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = wantedPictures)]
    pub fn wanted_pictures(&mut self) -> Result<Vec<u32>, JsValue> {
        self.session.wanted_pictures().map_err(to_error)
    }

    /// Supplies the picture file in `bytes` for the next step; returns the square, RGBA, that the run sees, which can be
    /// supplied in its place later.
    ///
    /// # Errors
    /// As decoding a picture; `not_training`.
    #[wasm_bindgen(js_name = supplyPicture)]
    pub fn supply_picture(&mut self, id: u32, bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
        self.supply(id, decode(bytes))
    }

    /// The same with `width` × `height` pixels of RGBA.
    ///
    /// # Errors
    /// `picture_too_small`, `picture_too_large`, `not_training`.
    #[wasm_bindgen(js_name = supplyPixels)]
    pub fn supply_pixels(&mut self, id: u32, rgba: &[u8], width: u32, height: u32) -> Result<Vec<u8>, JsValue> {
        self.supply(id, Pixels::from_rgba(rgba, width, height))
    }

    /// Up to `steps` steps, fewer where pictures are needed; returns the `TrainingMessage`s they gave rise to.
    ///
    /// # Errors
    /// `not_training`, `picture_not_supplied`, `device`.
    #[wasm_bindgen(js_name = trainSteps)]
    pub async fn train_steps(&mut self, steps: usize) -> Result<JsValue, JsValue> {
        self.session.train_steps(steps).await.map(|messages| to_js(&messages)).map_err(to_error)
    }

    /// The best classifier of the run so far, as a safetensors file.
    ///
    /// # Errors
    /// `not_training`, `device`.
    #[wasm_bindgen(js_name = saveBestSoFar)]
    pub async fn save_best_so_far(&self) -> Result<Vec<u8>, JsValue> {
        self.session.save_best_so_far().await.map_err(to_error)
    }

    /// How that came about: a `TrainedInfo`.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = runInfo)]
    pub fn run_info(&self) -> Result<JsValue, JsValue> {
        self.session.run_info().map(|info| to_js(&info)).map_err(to_error)
    }

    /// Ends the run with the best classifier so far; returns its `TrainingMessage`s.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = stopTraining)]
    pub fn stop_training(&mut self) -> Result<JsValue, JsValue> {
        self.session.stop_training().map(|finished| to_js(&[finished])).map_err(to_error)
    }

    /// Starts looking for a learning rate; pictures are supplied as for a run.
    ///
    /// # Errors
    /// `already_training`, `too_few_classes`, `empty_class`.
    #[wasm_bindgen(js_name = startFinding)]
    pub fn start_finding(&mut self) -> Result<(), JsValue> {
        self.session.start_finding().map_err(to_error)
    }

    /// Up to `steps` steps, fewer where pictures are needed; returns the `RateMessage`s they gave rise to.
    ///
    /// # Errors
    /// `not_training`, `picture_not_supplied`, `device`.
    #[wasm_bindgen(js_name = findSteps)]
    pub async fn find_steps(&mut self, steps: usize) -> Result<JsValue, JsValue> {
        self.session.find_steps(steps).await.map(|messages| to_js(&messages)).map_err(to_error)
    }

    /// Ends it now; returns its `RateMessage`s.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = stopFinding)]
    pub fn stop_finding(&mut self) -> Result<JsValue, JsValue> {
        self.session.stop_finding().map(|found| to_js(&[found])).map_err(to_error)
    }

    fn supply(&mut self, id: u32, pixels: crate::Result<Pixels>) -> Result<Vec<u8>, JsValue> {
        let pixels = pixels.map_err(to_error)?;
        self.session.supply_picture(id, &pixels).map(Pixels::to_rgba).map_err(to_error)
    }
}
