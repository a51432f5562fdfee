//! The tiles that `build.rs` writes, in place of those that the compiler makes.
//!
//! They are modules of their own, one with plain SIMD and one with relaxed SIMD, where a product and a sum are one instruction: a
//! browser without it refuses a module that has one. A module computes in this one's memory, and its functions take the places of
//! [`TILES`] in the table that function pointers point into: whoever calls a tile calls the faster one from then on.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::tile::MAX_PIXELS;

/// Pixels of the largest tile in use.
static PIXELS: AtomicUsize = AtomicUsize::new(MAX_PIXELS);

/// Pixels of the largest tile in use.
pub fn pixels() -> usize {
    PIXELS.load(Ordering::Relaxed)
}

#[cfg(target_family = "wasm")]
mod web {
    use std::mem::offset_of;

    use js_sys::{Function, Object, Reflect, Uint8Array, WebAssembly};
    use wasm_bindgen::{JsCast, JsValue};

    use super::{Ordering, PIXELS};
    use crate::tile::{TILES, Tile};

    /// The faster first.
    const MODULES: [&[u8]; 2] = [
        include_bytes!(concat!(env!("OUT_DIR"), "/relaxed.wasm")),
        include_bytes!(concat!(env!("OUT_DIR"), "/plain.wasm")),
    ];

    // As `build.rs` takes them.
    const _: () = assert!(offset_of!(Tile, pixels) == 0 && offset_of!(Tile, rows) == 4 && offset_of!(Tile, run) == 8);
    const _: () = assert!(offset_of!(Tile, row_stride) == 12 && offset_of!(Tile, weights) == 16);
    const _: () = assert!(offset_of!(Tile, output) == 20 && offset_of!(Tile, residual) == 24);
    const _: () = assert!(offset_of!(Tile, pixel_stride) == 28 && offset_of!(Tile, min) == 32);
    const _: () = assert!(offset_of!(Tile, max) == 36);

    /// Makes products and convolutions faster from now on, by the fastest tiles that the browser can run. To be called once, when
    /// a module starts. Where the browser refuses them, the compiler's stay.
    pub fn use_fast_tiles() {
        let bytes = MODULES.map(Uint8Array::from);
        let known = bytes.iter().find(|bytes| WebAssembly::validate(bytes).unwrap_or(false));
        let _ = known.map(replace_tiles);
    }

    fn replace_tiles(bytes: &Uint8Array) -> Result<(), JsValue> {
        let module = WebAssembly::Module::new(bytes)?;
        let imports = object("env", &object("memory", &wasm_bindgen::memory())?)?;
        let exports = WebAssembly::Instance::new(&module, imports.unchecked_ref())?.exports();
        let functions: Vec<Function> =
            Object::values(&exports).iter().map(JsCast::dyn_into).collect::<Result<_, _>>()?;
        let table: WebAssembly::Table = wasm_bindgen::function_table().unchecked_into();
        for (tile, function) in TILES.iter().zip(&functions) {
            table.set(*tile as usize as u32, function)?;
        }
        PIXELS.store(functions.len(), Ordering::Relaxed);
        Ok(())
    }

    fn object(name: &str, value: &JsValue) -> Result<JsValue, JsValue> {
        let object = Object::new();
        Reflect::set(&object, &name.into(), value)?;
        Ok(object.into())
    }
}

#[cfg(target_family = "wasm")]
pub use web::use_fast_tiles;
