//! The model for JavaScript.

use pupil::error::Error;
use pupil::graph::Graph;
use pupil::picture::Pixels;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs once, when the module is instantiated. The exported page has its script and this module's in one, so names must differ.
#[wasm_bindgen(start)]
fn use_fast_loops() {
    pupil_kernels::use_fast_loops();
}

/// A trained model.
#[wasm_bindgen]
pub struct Predictor(pupil::predict::Predictor);

/// What a model answers for a picture.
#[wasm_bindgen]
pub struct Answer(pupil::predict::Answer);

#[wasm_bindgen]
impl Predictor {
    /// Reads a file of [`Graph::to_bytes`].
    ///
    /// # Errors
    /// An `Error` with a message if it is damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &[u8]) -> Result<Self, JsError> {
        Graph::from_bytes(file).and_then(pupil::predict::Predictor::new).map(Self).map_err(thrown)
    }

    /// The answer for a picture: RGBA as a canvas gives it.
    ///
    /// # Errors
    /// An `Error` with a message if it is too small or too large.
    pub fn answer(&self, rgba: &[u8], width: u32, height: u32) -> Result<Answer, JsError> {
        let picture = Pixels::from_rgba(rgba, width, height).map_err(thrown)?;
        Ok(Answer(self.0.answer(&picture)))
    }
}

#[wasm_bindgen]
impl Answer {
    /// Of each label.
    #[wasm_bindgen(getter)]
    pub fn probabilities(&self) -> Vec<f32> {
        self.0.probabilities.clone()
    }

    /// Whether the picture is like one of the labels.
    #[wasm_bindgen(getter)]
    pub fn familiar(&self) -> bool {
        self.0.familiar
    }
}

fn thrown(error: Error) -> JsError {
    JsError::new(&error.to_string())
}
