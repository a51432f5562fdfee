//! The innermost loops as `build` writes them, in place of what the compiler makes of them.
//!
//! They are modules of their own, one with plain SIMD and one with relaxed SIMD, where a product and a sum are one instruction: a
//! browser without it refuses a module that has one. A module computes in this one's memory, and its functions take the places of
//! [`ROWS`](crate::taps::ROWS) and [`TILES`](crate::tile::TILES) in the table that function pointers point into: whoever calls
//! one calls the faster one from then on.

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

    use js_sys::{Array, Object, Uint8Array, WebAssembly};
    use wasm_bindgen::{JsCast, JsValue};

    use super::{Ordering, PIXELS};
    use crate::taps::{ROWS, Row};
    use crate::tile::{TILES, Tile};

    /// The faster first.
    const MODULES: [&[u8]; 2] = [
        include_bytes!(concat!(env!("OUT_DIR"), "/relaxed.wasm")),
        include_bytes!(concat!(env!("OUT_DIR"), "/plain.wasm")),
    ];

    /// The fields of a task are one after another, of four bytes each, as `build` takes them.
    macro_rules! in_order {
        ($task:ty: $($field:ident),*) => {
            const _: () = {
                let (offsets, mut at) = ([$(offset_of!($task, $field)),*], 0);
                while at < offsets.len() {
                    assert!(offsets[at] == 4 * at);
                    at += 1;
                }
            };
        };
    }
    in_order!(Tile: pixels, rows, run, row_stride, weights, output, residual, pixel_stride, min, max);
    in_order!(Row: inputs, weights, channels, output, width, min, max);

    /// Makes products and convolutions faster from now on, by the fastest loops that the browser can run. To be called once, when
    /// a module starts. Where the browser refuses them, the compiler's stay.
    pub fn use_fast_loops() {
        let bytes = MODULES.map(Uint8Array::from);
        let known = bytes.iter().find(|bytes| WebAssembly::validate(bytes).unwrap_or(false));
        let _ = known.map(replace_loops);
    }

    fn replace_loops(bytes: &Uint8Array) -> Result<(), JsValue> {
        let module = WebAssembly::Module::new(bytes)?;
        let memory = object("memory", &wasm_bindgen::memory())?;
        let imports = object("env", &memory)?;
        let functions = Object::values(&WebAssembly::Instance::new(&module, &imports)?.exports());
        let table: WebAssembly::Table = wasm_bindgen::function_table().unchecked_into();
        let rows = ROWS.iter().map(|(_, row)| *row as usize);
        for (place, function) in rows.chain(TILES.iter().map(|tile| *tile as usize)).zip(functions.iter()) {
            table.set(place as u32, function.unchecked_ref())?;
        }
        PIXELS.store(functions.length() as usize - ROWS.len(), Ordering::Relaxed);
        Ok(())
    }

    fn object(name: &str, value: &JsValue) -> Result<Object, JsValue> {
        Object::from_entries(&Array::of1(&Array::of2(&name.into(), value)))
    }
}

#[cfg(target_family = "wasm")]
pub use web::use_fast_loops;
