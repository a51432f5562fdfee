//! Judging what was taught.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{to_error, to_js};
use super::engine::Engine;
use crate::error::Error;
use crate::session::{MeasuredOn, Pixels, decode};

#[wasm_bindgen]
impl Engine {
    /// Ids of the pictures that must be judged before a report on `on`: a `MeasuredOn`, or nothing for what is best.
    ///
    /// # Errors
    /// `not_trained`.
    pub fn unjudged(&self, on: JsValue) -> Result<Vec<u32>, JsValue> {
        let pictures = self.session.report_pictures(measured_on(on)?).map_err(to_error)?;
        Ok(self.session.unjudged(&pictures))
    }

    /// Ids of the pictures that must be judged before `learnFamiliarity`.
    ///
    /// # Errors
    /// `not_trained`.
    #[wasm_bindgen(js_name = unjudgedFamiliar)]
    pub fn unjudged_familiar(&self) -> Result<Vec<u32>, JsValue> {
        let pictures = self.session.familiar_pictures().map_err(to_error)?;
        Ok(self.session.unjudged(&pictures))
    }

    /// Looks at the picture `id`, whose file is `bytes`, for the report.
    ///
    /// # Errors
    /// As decoding a picture; `not_trained`, `unknown_picture`, `device`.
    pub async fn judge(&mut self, id: u32, bytes: &[u8]) -> Result<(), JsValue> {
        let pixels = decode(bytes).map_err(to_error)?;
        self.session.judge(id, &pixels).await.map_err(to_error)
    }

    /// The same with `width` × `height` pixels of RGBA.
    ///
    /// # Errors
    /// `picture_too_small`, `picture_too_large`, `not_trained`, `unknown_picture`, `device`.
    #[wasm_bindgen(js_name = judgePixels)]
    pub async fn judge_pixels(&mut self, id: u32, rgba: &[u8], width: u32, height: u32) -> Result<(), JsValue> {
        let pixels = Pixels::from_rgba(rgba, width, height).map_err(to_error)?;
        self.session.judge(id, &pixels).await.map_err(to_error)
    }

    /// How good the classifier is on some pictures: a `Report`.
    ///
    /// # Errors
    /// `not_trained`, `picture_not_supplied`, `device`.
    pub async fn report(&self, on: JsValue) -> Result<JsValue, JsValue> {
        self.session.report(measured_on(on)?).await.map(|report| to_js(&report)).map_err(to_error)
    }

    /// Learns what is like none of the classes.
    ///
    /// # Errors
    /// `not_trained`, `picture_not_supplied`, `device`.
    #[wasm_bindgen(js_name = learnFamiliarity)]
    pub async fn learn_familiarity(&mut self) -> Result<(), JsValue> {
        self.session.learn_familiarity().await.map_err(to_error)
    }

    /// Starts a cross-validation; returns how far it is, `{done, total}`.
    ///
    /// # Errors
    /// `too_few_classes`, `empty_class`, `too_few_sources`.
    #[wasm_bindgen(js_name = startCrossValidation)]
    pub fn start_cross_validation(&mut self) -> Result<JsValue, JsValue> {
        self.session.start_cross_validation().map(|progress| to_js(&progress)).map_err(to_error)
    }

    /// Up to `steps` steps of it; returns how far it is.
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

    /// Pairs of pictures that are nearly the same, of `count` pictures from the one at `from` on with all later ones.
    pub fn alike(&self, from: usize, count: usize) -> JsValue {
        to_js(&self.session.alike(from, count))
    }
}

fn measured_on(on: JsValue) -> Result<Option<MeasuredOn>, JsValue> {
    serde_wasm_bindgen::from_value(on).map_err(|error| to_error(Error::InvalidSettings { detail: error.to_string() }))
}
