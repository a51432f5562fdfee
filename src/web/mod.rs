//! The session for JavaScript. It converts, calls, converts back; nothing is decided here.

mod augment;
mod convert;
mod edit;
mod engine;
mod picture;
mod report;
mod restore;
mod rival;
mod training;

pub use engine::Engine;
pub use picture::Picture;

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs once, when the module is instantiated.
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
    pupil_kernels::use_fast_loops();
    // A refused shader shows in the log alone. A second start in one realm finds the logger set already, which is fine.
    let _ = console_log::init_with_level(log::Level::Warn);
}
