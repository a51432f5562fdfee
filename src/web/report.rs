//! How good the model is, and which pictures deserve a second look.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{argument, to_error, to_js};
use super::engine::Engine;
use super::picture::Picture;

#[wasm_bindgen]
impl Engine {
    /// Ids of the pictures that must be predicted before a report on `on`: a `ReportOn`, or nothing for the best there is.
    ///
    /// # Errors
    /// `invalid_argument`, `not_trained`.
    #[wasm_bindgen(js_name = missingPictures)]
    pub fn missing_pictures(&self, on: JsValue) -> Result<Vec<u32>, JsValue> {
        self.session.missing_pictures(argument(on)?).map_err(to_error)
    }

    /// Predicts the picture `id` and keeps the model's output for the report.
    ///
    /// # Errors
    /// `not_trained`, `unknown_picture`, `device`.
    pub async fn predict(&mut self, id: u32, picture: &Picture) -> Result<(), JsValue> {
        self.session.predict(id, &picture.pixels).await.map_err(to_error)
    }

    /// How good the model is on some pictures: a `Report`.
    ///
    /// # Errors
    /// `invalid_argument`, `not_trained`, `picture_not_supplied`, `device`.
    pub async fn report(&self, on: JsValue) -> Result<JsValue, JsValue> {
        self.session.report(argument(on)?).await.map(|report| to_js(&report)).map_err(to_error)
    }

    /// Starts a cross-validation; returns its progress, `{done, total}`.
    ///
    /// # Errors
    /// `too_few_classes`, `too_few_sources`.
    #[wasm_bindgen(js_name = startCrossValidation)]
    pub fn start_cross_validation(&mut self) -> Result<JsValue, JsValue> {
        self.session.start_cross_validation().map(|progress| to_js(&progress)).map_err(to_error)
    }

    /// Up to `steps` steps of it; returns its progress.
    ///
    /// # Errors
    /// `not_cross_validating`, `device`.
    #[wasm_bindgen(js_name = crossValidationSteps)]
    pub async fn cross_validation_steps(&mut self, steps: usize) -> Result<JsValue, JsValue> {
        self.session.cross_validation_steps(steps).await.map(|progress| to_js(&progress)).map_err(to_error)
    }

    /// What it found: a `CrossValidated`.
    ///
    /// # Errors
    /// `not_cross_validating`, also before its end.
    #[wasm_bindgen(js_name = crossValidated)]
    pub fn cross_validated(&mut self) -> Result<JsValue, JsValue> {
        self.session.cross_validated().map(|found| to_js(&found)).map_err(to_error)
    }

    /// Pairs of pictures that are nearly the same, of `count` pictures from the one at `from` on with all later ones:
    /// `NearDuplicate`s.
    #[wasm_bindgen(js_name = nearDuplicates)]
    pub fn near_duplicates(&self, from: usize, count: usize) -> JsValue {
        to_js(&self.session.near_duplicates(from, count))
    }
}
