//! The session for JavaScript. It converts, calls, converts back; nothing is decided here.

mod convert;
mod edit;
mod engine;
mod training;

pub use engine::Engine;

use wasm_bindgen::prelude::wasm_bindgen;

unsafe extern "C" {
    fn __wasm_call_ctors();
}

/// Runs once, when the module is instantiated.
///
/// The static constructors are called by hand: otherwise the linker takes the module for a command and runs all of them,
/// thousands, at each call of every export.
#[wasm_bindgen(start)]
fn start() {
    // SAFETY: the linker makes this function; it is called once, before anything else of this module runs.
    unsafe { __wasm_call_ctors() };
    console_error_panic_hook::set_once();
    // A refused shader is told by the log alone. A second start in one realm finds the logger set already, which is fine.
    let _ = console_log::init_with_level(log::Level::Warn);
}
