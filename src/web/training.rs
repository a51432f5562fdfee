//! Driving a run.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{to_error, to_js};
use super::engine::Engine;

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

    /// Up to `steps` optimiser steps; returns the `TrainingMessage`s they gave rise to.
    ///
    /// # Errors
    /// `not_training`, `device`.
    #[wasm_bindgen(js_name = trainSteps)]
    pub async fn train_steps(&mut self, steps: usize) -> Result<JsValue, JsValue> {
        self.session.train_steps(steps).await.map(|messages| to_js(&messages)).map_err(to_error)
    }

    /// Ends the run with the best head so far; returns its `TrainingMessage`s.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = stopTraining)]
    pub fn stop_training(&mut self) -> Result<JsValue, JsValue> {
        self.session.stop_training().map(|finished| to_js(&[finished])).map_err(to_error)
    }
}
