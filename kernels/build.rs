//! Writes the tiles of `src/tile.rs` as WebAssembly, instruction by instruction, with plain SIMD and with relaxed SIMD.
//!
//! How fast a tile is hangs on the order of its instructions: all sums stay in registers only if the few other numbers are used
//! at once. A compiler's scheduler knows nothing of the browser's registers; what it makes of the same loops in Rust takes up to
//! twice as long.

use std::path::{Path, PathBuf};
use std::{env, fs};

use wasm_encoder::BlockType::Empty;
use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, InstructionSink,
    MemArg, MemoryType, Module, TypeSection, ValType,
};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    write(&folder.join("plain.wasm"), Simd::Plain);
    write(&folder.join("relaxed.wasm"), Simd::Relaxed);
}

#[derive(Clone, Copy)]
enum Simd {
    Plain,
    Relaxed,
}

impl Simd {
    /// Maximum pixels of a tile: two sums for each, two weights and an input fill 15 registers; where a product is an instruction of
    /// its own, it needs one, too.
    fn pixels(self) -> u32 {
        match self {
            Self::Plain => 5,
            Self::Relaxed => 6,
        }
    }
}

/// A module with a function for each number of pixels, named by it, that takes the address of a `Tile` in imported memory.
fn write(file: &Path, simd: Simd) {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], []);
    let mut imports = ImportSection::new();
    let memory = MemoryType { minimum: 0, maximum: None, memory64: false, shared: false, page_size_log2: None };
    imports.import("env", "memory", EntityType::Memory(memory));
    let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
    for pixels in 1..=simd.pixels() {
        functions.function(0);
        exports.export(&pixels.to_string(), ExportKind::Func, pixels - 1);
        code.function(&tile(simd, pixels));
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
    fs::write(file, module.finish()).expect("cargo's folder takes a file");
}

/// Bytes of a number and of a register of four.
const NUMBER: u32 = 4;
const REGISTER: u32 = 16;
/// Bytes of eight weights.
const PANEL: u32 = 2 * REGISTER;
/// Numbers of a window that are taken in one turn of the inner loop.
const UNROLL: u32 = 4;

/// Where the fields of a `Tile` are; `src/fast.rs` holds them to it.
mod field {
    pub const PIXELS: u32 = 0;
    pub const ROWS: u32 = 4;
    pub const RUN: u32 = 8;
    pub const ROW_STRIDE: u32 = 12;
    pub const WEIGHTS: u32 = 16;
    pub const OUTPUT: u32 = 20;
    pub const RESIDUAL: u32 = 24;
    pub const PIXEL_STRIDE: u32 = 28;
    pub const MIN: u32 = 32;
    pub const MAX: u32 = 36;
}

/// The local variables: addresses and counters, then registers.
mod local {
    pub const TILE: u32 = 0;
    pub const WEIGHTS: u32 = 1;
    /// Turns of the inner loop that are left.
    pub const TURNS: u32 = 2;
    /// Rows that are left.
    pub const ROWS: u32 = 3;
    /// Bytes from a window's first row to this one.
    pub const ROW: u32 = 4;
    pub const OUTPUT: u32 = 5;
    pub const RESIDUAL: u32 = 6;
    /// Bytes from one pixel of output to the next.
    pub const STRIDE: u32 = 7;
    /// Where the numbers of the first pixel are; those of the others follow.
    pub const PIXEL: u32 = 8;
}

/// Writes one function.
struct Writer<'f> {
    simd: Simd,
    pixels: u32,
    sink: InstructionSink<'f>,
}

fn tile(simd: Simd, pixels: u32) -> Function {
    let mut function = Function::new([(local::PIXEL - 1 + pixels, ValType::I32), (2 * pixels + 3, ValType::V128)]);
    let mut writer = Writer { simd, pixels, sink: function.instructions() };
    writer.begin();
    writer.rows();
    writer.add_residual();
    writer.store();
    writer.sink.end();
    function
}

impl<'f> Writer<'f> {
    /// One of the two sums of a pixel.
    fn sum(&self, pixel: u32, half: u32) -> u32 {
        local::PIXEL + self.pixels + 2 * pixel + half
    }

    /// One of two registers of weights; of the activation's bounds, in the end.
    fn weight(&self, half: u32) -> u32 {
        self.sum(self.pixels, half)
    }

    fn input(&self) -> u32 {
        self.sum(self.pixels, 2)
    }

    /// Each pixel's sums, in turn.
    fn sums(&self) -> impl Iterator<Item = (u32, u32)> + use<> {
        (0..self.pixels).flat_map(|pixel| [(pixel, 0), (pixel, 1)])
    }

    /// The sums are the biases.
    fn begin(&mut self) {
        self.field(field::WEIGHTS).local_set(local::WEIGHTS);
        for (pixel, half) in self.sums() {
            let sum = self.sum(pixel, half);
            self.sink.local_get(local::WEIGHTS).v128_load(at(half * REGISTER)).local_set(sum);
        }
        self.advance(local::WEIGHTS, PANEL);
        self.field(field::ROWS).local_set(local::ROWS);
    }

    /// Adds the products of all rows of the windows.
    fn rows(&mut self) {
        self.sink.block(Empty).local_get(local::ROWS).i32_eqz().br_if(0).loop_(Empty);
        for pixel in 0..self.pixels {
            self.field(field::PIXELS).i32_load(at(pixel * NUMBER)).local_get(local::ROW).i32_add();
            self.sink.local_set(local::PIXEL + pixel);
        }
        self.field(field::RUN).i32_const(UNROLL as i32).i32_div_u().local_set(local::TURNS);
        self.turns(UNROLL);
        self.field(field::RUN).i32_const(UNROLL as i32).i32_rem_u().local_set(local::TURNS);
        self.turns(1);
        self.field(field::ROW_STRIDE).i32_const(2).i32_shl().local_get(local::ROW).i32_add().local_set(local::ROW);
        self.count_down(local::ROWS);
        self.sink.end().end();
    }

    /// The loop over the numbers of a row, so many at a turn.
    fn turns(&mut self, numbers: u32) {
        self.sink.block(Empty).local_get(local::TURNS).i32_eqz().br_if(0).loop_(Empty);
        for number in 0..numbers {
            self.products(number);
        }
        for pixel in 0..self.pixels {
            self.advance(local::PIXEL + pixel, numbers * NUMBER);
        }
        self.advance(local::WEIGHTS, numbers * PANEL);
        self.count_down(local::TURNS);
        self.sink.end().end();
    }

    /// Adds the products of one number of each pixel with eight weights.
    fn products(&mut self, number: u32) {
        for half in 0..2 {
            let weight = self.weight(half);
            self.sink.local_get(local::WEIGHTS).v128_load(at(number * PANEL + half * REGISTER)).local_set(weight);
        }
        for (pixel, half) in self.sums() {
            let (sum, weight, input) = (self.sum(pixel, half), self.weight(half), self.input());
            if half == 0 {
                self.sink.local_get(local::PIXEL + pixel).v128_load32_splat(at(number * NUMBER)).local_set(input);
            }
            match self.simd {
                Simd::Plain => {
                    self.sink.local_get(sum).local_get(input).local_get(weight).f32x4_mul().f32x4_add().local_set(sum)
                }
                Simd::Relaxed => {
                    self.sink.local_get(input).local_get(weight).local_get(sum).f32x4_relaxed_madd().local_set(sum)
                }
            };
        }
    }

    fn add_residual(&mut self) {
        self.field(field::PIXEL_STRIDE).i32_const(2).i32_shl().local_set(local::STRIDE);
        self.field(field::RESIDUAL).local_tee(local::RESIDUAL).if_(Empty);
        for (pixel, half) in self.sums() {
            let sum = self.sum(pixel, half);
            self.sink
                .local_get(sum)
                .local_get(local::RESIDUAL)
                .v128_load(at(half * REGISTER))
                .f32x4_add()
                .local_set(sum);
            self.next_pixel(local::RESIDUAL, half);
        }
        self.sink.end();
    }

    /// Writes the sums, cut off at the activation's bounds.
    fn store(&mut self) {
        let [min, max] = [0, 1].map(|half| self.weight(half));
        for (local, bound) in [(min, field::MIN), (max, field::MAX)] {
            self.sink.local_get(local::TILE).v128_load32_splat(at(bound)).local_set(local);
        }
        self.field(field::OUTPUT).local_set(local::OUTPUT);
        for (pixel, half) in self.sums() {
            let sum = self.sum(pixel, half);
            self.sink.local_get(local::OUTPUT).local_get(max).local_get(min).local_get(sum).f32x4_pmax().f32x4_pmin();
            self.sink.v128_store(at(half * REGISTER));
            self.next_pixel(local::OUTPUT, half);
        }
    }

    /// After a pixel's second half, moves an address on to the next one.
    fn next_pixel(&mut self, address: u32, half: u32) {
        if half == 1 {
            self.sink.local_get(address).local_get(local::STRIDE).i32_add().local_set(address);
        }
    }

    /// The value of a field of the tile.
    fn field(&mut self, offset: u32) -> &mut InstructionSink<'f> {
        self.sink.local_get(local::TILE).i32_load(at(offset))
    }

    fn advance(&mut self, address: u32, bytes: u32) {
        self.sink.local_get(address).i32_const(bytes as i32).i32_add().local_set(address);
    }

    /// Repeats the loop around it until nothing is left.
    fn count_down(&mut self, left: u32) {
        self.sink.local_get(left).i32_const(1).i32_sub().local_tee(left).br_if(0);
    }
}

/// An address that many bytes on.
fn at(offset: u32) -> MemArg {
    MemArg { offset: offset.into(), align: 2, memory_index: 0 }
}
