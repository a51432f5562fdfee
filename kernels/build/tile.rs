//! A tile of a dense convolution: `src/tile.rs`.

use wasm_encoder::BlockType::Empty;
use wasm_encoder::{Function, ValType};

use crate::writer::{NUMBER, REGISTER, Simd, Writer, at};

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

/// The local variables after the parameter: addresses and counters, then registers.
mod local {
    pub const WEIGHTS: u32 = 1;
    /// Numbers of a row that are left.
    pub const RUN: u32 = 2;
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

/// Two sums for each pixel, two weights and an input fill 15 registers; where a product is an instruction of its own, it needs
/// one, too.
pub fn most_pixels(simd: Simd) -> u32 {
    match simd {
        Simd::Plain => 5,
        Simd::Relaxed => 6,
    }
}

/// The function for so many pixels.
pub fn tile(simd: Simd, pixels: u32) -> Function {
    let registers = Registers { pixels };
    let mut function = Function::new([(local::PIXEL - 1 + pixels, ValType::I32), (2 * pixels + 3, ValType::V128)]);
    let mut writer = Writer::new(simd, &mut function);
    begin(&mut writer, registers);
    writer.field(field::ROWS).local_set(local::ROWS);
    writer.repeat(local::ROWS, 1, |writer| add_row(writer, registers));
    add_residual(&mut writer, registers);
    store(&mut writer, registers);
    writer.sink.end();
    function
}

/// The registers: two sums for each pixel, then the others.
#[derive(Clone, Copy)]
struct Registers {
    pixels: u32,
}

impl Registers {
    fn sum(self, pixel: u32, half: u32) -> u32 {
        local::PIXEL + self.pixels + 2 * pixel + half
    }

    /// Eight weights; the activation's bounds, in the end.
    fn pair(self) -> [u32; 2] {
        [0, 1].map(|half| self.sum(self.pixels, half))
    }

    fn input(self) -> u32 {
        self.sum(self.pixels, 2)
    }

    /// All sums, pixel by pixel.
    fn sums(self) -> impl Iterator<Item = (u32, u32)> {
        (0..self.pixels).flat_map(|pixel| [(pixel, 0), (pixel, 1)])
    }
}

/// The sums are the biases.
fn begin(writer: &mut Writer, registers: Registers) {
    writer.field(field::WEIGHTS).local_set(local::WEIGHTS);
    for (pixel, half) in registers.sums() {
        writer.load(registers.sum(pixel, half), local::WEIGHTS, half * REGISTER);
    }
    writer.advance(local::WEIGHTS, PANEL);
}

/// Adds the products of a row of each window.
fn add_row(writer: &mut Writer, registers: Registers) {
    for pixel in 0..registers.pixels {
        writer.field(field::PIXELS).i32_load(at(pixel * NUMBER)).local_get(local::ROW).i32_add();
        writer.sink.local_set(local::PIXEL + pixel);
    }
    writer.field(field::RUN).local_set(local::RUN);
    for numbers in [UNROLL, 1] {
        writer.repeat(local::RUN, numbers, |writer| {
            (0..numbers).for_each(|number| add_products(writer, registers, number));
            (0..registers.pixels).for_each(|pixel| writer.advance(local::PIXEL + pixel, numbers * NUMBER));
            writer.advance(local::WEIGHTS, numbers * PANEL);
        });
    }
    writer.field(field::ROW_STRIDE).i32_const(2).i32_shl().local_get(local::ROW).i32_add().local_set(local::ROW);
}

/// Adds the products of one number of each pixel with eight weights.
fn add_products(writer: &mut Writer, registers: Registers, number: u32) {
    let (weights, input) = (registers.pair(), registers.input());
    for (half, weight) in (0..).zip(weights) {
        writer.load(weight, local::WEIGHTS, number * PANEL + half * REGISTER);
    }
    for pixel in 0..registers.pixels {
        writer.sink.local_get(local::PIXEL + pixel).v128_load32_splat(at(number * NUMBER)).local_set(input);
        for (half, weight) in (0..).zip(weights) {
            writer.add_product(registers.sum(pixel, half), input, weight);
        }
    }
}

fn add_residual(writer: &mut Writer, registers: Registers) {
    writer.field(field::PIXEL_STRIDE).i32_const(2).i32_shl().local_set(local::STRIDE);
    writer.field(field::RESIDUAL).local_tee(local::RESIDUAL).if_(Empty);
    for (pixel, half) in registers.sums() {
        let sum = registers.sum(pixel, half);
        writer.sink.local_get(sum).local_get(local::RESIDUAL).v128_load(at(half * REGISTER)).f32x4_add().local_set(sum);
        if half == 1 {
            writer.advance_by(local::RESIDUAL, local::STRIDE);
        }
    }
    writer.sink.end();
}

/// Writes the sums behind the activation.
fn store(writer: &mut Writer, registers: Registers) {
    let bounds = registers.pair();
    writer.splat(bounds[0], field::MIN);
    writer.splat(bounds[1], field::MAX);
    writer.field(field::OUTPUT).local_set(local::OUTPUT);
    for (pixel, half) in registers.sums() {
        writer.store(registers.sum(pixel, half), bounds, local::OUTPUT, half * REGISTER);
        if half == 1 {
            writer.advance_by(local::OUTPUT, local::STRIDE);
        }
    }
}
