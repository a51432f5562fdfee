//! Writes the innermost loops, `src/tile.rs` and `src/taps.rs`, as WebAssembly, instruction by instruction, with plain SIMD and with
//! relaxed SIMD.
//!
//! How fast they are hangs on the order of their instructions: all sums stay in registers only if the few other numbers are used
//! at once. A compiler's scheduler knows nothing of the browser's registers; what it makes of the same loops in Rust takes up to
//! twice as long.

mod row;
mod tile;
mod writer;

use std::path::{Path, PathBuf};
use std::{env, fs};

use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, MemoryType, Module,
    TypeSection, ValType,
};

use writer::Simd;

fn main() {
    println!("cargo::rerun-if-changed=build");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    write(&folder.join("plain.wasm"), Simd::Plain);
    write(&folder.join("relaxed.wasm"), Simd::Relaxed);
}

/// A module with a function for each kind of row and each number of pixels of a tile, in the order in which `src/fast.rs` takes them.
/// Each takes the address of a `Row` or a `Tile` in imported memory.
fn write(file: &Path, simd: Simd) {
    let rows = row::KINDS.map(|kind| row::row(simd, kind));
    let tiles = (1..=tile::most_pixels(simd)).map(|pixels| tile::tile(simd, pixels));
    let loops: Vec<Function> = rows.into_iter().chain(tiles).collect();
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], []);
    let mut imports = ImportSection::new();
    let memory = MemoryType { minimum: 0, maximum: None, memory64: false, shared: false, page_size_log2: None };
    imports.import("env", "memory", EntityType::Memory(memory));
    let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
    for (index, function) in (0..).zip(&loops) {
        functions.function(0);
        exports.export(&format!("loop {index}"), ExportKind::Func, index);
        code.function(function);
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
    fs::write(file, module.finish()).expect("cargo's folder takes a file");
}
