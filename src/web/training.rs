//! Settings, and driving a run or a search for a learning rate.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{settings, to_error, to_js};
use super::engine::Engine;
use super::picture::Picture;
use crate::session::TrainingSettings;

#[wasm_bindgen]
impl Engine {
    /// What the next run uses: a `TrainingSettings`.
    pub fn settings(&self) -> JsValue {
        to_js(self.session.settings())
    }

    /// Sets what the next run uses: a whole `TrainingSettings`.
    ///
    /// # Errors
    /// `invalid_settings`; then nothing changes.
    #[wasm_bindgen(js_name = setSettings)]
    pub fn set_settings(&mut self, changed: JsValue) -> Result<(), JsValue> {
        self.session.set_settings(settings(changed)?).map_err(to_error)
    }

    /// The settings that `method` begins with. What does not depend on the method stays as it is in use.
    ///
    /// # Errors
    /// `invalid_settings` if there is no such method.
    #[wasm_bindgen(js_name = settingsOf)]
    pub fn settings_of(&self, method: JsValue) -> Result<JsValue, JsValue> {
        Ok(to_js(&self.session.settings_of(settings(method)?)))
    }

    /// All that the method in use begins with.
    #[wasm_bindgen(js_name = defaultSettings)]
    pub fn default_settings(&self) -> JsValue {
        to_js(&TrainingSettings::of(self.session.settings().method))
    }

    /// Starts a run; returns its `TrainingMessage`s.
    ///
    /// # Errors
    /// `already_training`, `too_few_classes`.
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

    /// Whether the next step needs these pictures as they are, not the squares that were returned for them.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = wantsOriginals)]
    pub fn wants_originals(&self) -> Result<bool, JsValue> {
        self.session.wants_originals().map_err(to_error)
    }

    /// Supplies a picture for the next step; returns the square that the network sees, which can be supplied in its place
    /// later.
    ///
    /// # Errors
    /// `not_training`.
    pub fn supply(&mut self, id: u32, picture: &Picture) -> Result<Picture, JsValue> {
        self.session.supply(id, &picture.pixels).cloned().map(Picture::from).map_err(to_error)
    }

    /// Up to `steps` steps, fewer where pictures are needed; returns the `TrainingMessage`s of these.
    ///
    /// # Errors
    /// `not_training`, `picture_not_supplied`, `device`.
    #[wasm_bindgen(js_name = trainSteps)]
    pub async fn train_steps(&mut self, steps: usize) -> Result<JsValue, JsValue> {
        self.session.train_steps(steps).await.map(|messages| to_js(&messages)).map_err(to_error)
    }

    /// Ends the learning, not yet the run: its last phase follows. Returns its `TrainingMessage`s.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = stopTraining)]
    pub fn stop_training(&mut self) -> Result<JsValue, JsValue> {
        self.session.stop_training().map(|messages| to_js(&messages)).map_err(to_error)
    }

    /// Ends the run at once, with the best model so far; returns its `TrainingMessage`s.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = finishTraining)]
    pub fn finish_training(&mut self) -> Result<JsValue, JsValue> {
        self.session.finish_training().map(|messages| to_js(&messages)).map_err(to_error)
    }

    /// The best model so far of the run under way, or that of the last run if it is not in use, as a safetensors file.
    ///
    /// # Errors
    /// `not_training`, `device`.
    #[wasm_bindgen(js_name = saveBest)]
    pub async fn save_best(&self) -> Result<Vec<u8>, JsValue> {
        self.session.save_best().await.map_err(to_error)
    }

    /// How that model came about: a `TrainedInfo`.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = runInfo)]
    pub fn run_info(&self) -> Result<JsValue, JsValue> {
        self.session.run_info().map(|info| to_js(&info)).map_err(to_error)
    }

    /// Starts a search for a learning rate; pictures are supplied as for a run.
    ///
    /// # Errors
    /// `already_training`, `too_few_classes`.
    #[wasm_bindgen(js_name = startRateSearch)]
    pub fn start_rate_search(&mut self) -> Result<(), JsValue> {
        self.session.start_rate_search().map_err(to_error)
    }

    /// Up to `steps` steps, fewer where pictures are needed; returns the `RateMessage`s of these.
    ///
    /// # Errors
    /// `not_training`, `picture_not_supplied`, `device`.
    #[wasm_bindgen(js_name = rateSearchSteps)]
    pub async fn rate_search_steps(&mut self, steps: usize) -> Result<JsValue, JsValue> {
        self.session.rate_search_steps(steps).await.map(|messages| to_js(&messages)).map_err(to_error)
    }

    /// Ends it now; returns its `RateMessage`s.
    ///
    /// # Errors
    /// `not_training`.
    #[wasm_bindgen(js_name = stopRateSearch)]
    pub fn stop_rate_search(&mut self) -> Result<JsValue, JsValue> {
        self.session.stop_rate_search().map(|found| to_js(&[found])).map_err(to_error)
    }
}
