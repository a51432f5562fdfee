//! A row of a depthwise convolution's output: `src/taps.rs`.

use wasm_encoder::{Function, ValType};

use crate::writer::{NUMBER, REGISTER, Simd, Writer, at};

/// Outputs that are computed at once: as many sums, a row's taps and an input stay in registers.
const AT_ONCE: u32 = 7;
/// Channels in a register.
const LANES: u32 = 4;

/// Size and stride of a kernel.
#[derive(Clone, Copy)]
pub struct Kind {
    size: u32,
    stride: u32,
}

/// Those of `src/taps.rs`, in its order.
pub const KINDS: [Kind; 4] = [
    Kind { size: 3, stride: 1 },
    Kind { size: 3, stride: 2 },
    Kind { size: 5, stride: 1 },
    Kind { size: 5, stride: 2 },
];

/// Where the fields of a `Row` are; `src/fast.rs` holds them to it.
mod field {
    pub const INPUTS: u32 = 0;
    pub const WEIGHTS: u32 = 4;
    pub const CHANNELS: u32 = 8;
    pub const OUTPUT: u32 = 12;
    pub const WIDTH: u32 = 16;
    pub const MIN: u32 = 20;
    pub const MAX: u32 = 24;
}

/// The local variables after the parameter: addresses and counters, then registers.
mod local {
    /// Outputs that are left.
    pub const WIDTH: u32 = 1;
    /// Channels that are left.
    pub const CHANNELS: u32 = 2;
    pub const WEIGHTS: u32 = 3;
    /// Bytes from one pixel to the next.
    pub const PIXEL: u32 = 4;
    /// Bytes from the beginning of an input row to the outputs' windows.
    pub const START: u32 = 5;
    /// Where the outputs go, of all channels.
    pub const OUTPUT: u32 = 6;
    /// Where those of four channels go.
    pub const OUTPUT_HERE: u32 = 7;
    /// What is being read or written.
    pub const HERE: u32 = 8;
    /// Where four channels of a row's windows begin, for as many rows as there may be.
    pub const ROW: u32 = 9;
    pub const ADDRESSES: u32 = ROW + 5;
    pub const INPUT: u32 = ADDRESSES;
    pub const MIN: u32 = INPUT + 1;
    pub const MAX: u32 = INPUT + 2;
    /// Of a row, for as many as there may be.
    pub const TAP: u32 = INPUT + 3;
    pub const SUM: u32 = TAP + 5;
    pub const REGISTERS: u32 = SUM + super::AT_ONCE - ADDRESSES;
}

/// The function for kernels of a kind.
pub fn row(simd: Simd, kind: Kind) -> Function {
    let mut function = Function::new([(local::ADDRESSES - 1, ValType::I32), (local::REGISTERS, ValType::V128)]);
    let mut writer = Writer::new(simd, &mut function);
    writer.field(field::CHANNELS).i32_const(2).i32_shl().local_set(local::PIXEL);
    writer.field(field::OUTPUT).local_set(local::OUTPUT);
    writer.splat(local::MIN, field::MIN);
    writer.splat(local::MAX, field::MAX);
    writer.field(field::WIDTH).local_set(local::WIDTH);
    for outputs in [AT_ONCE, 1] {
        writer.repeat(local::WIDTH, outputs, |writer| block(writer, kind, outputs));
    }
    writer.sink.end();
    function
}

/// All channels of so many outputs.
fn block(writer: &mut Writer, kind: Kind, outputs: u32) {
    for y in 0..kind.size {
        writer.field(field::INPUTS).i32_load(at(y * NUMBER)).local_get(local::START).i32_add();
        writer.sink.local_set(local::ROW + y);
    }
    writer.field(field::WEIGHTS).local_set(local::WEIGHTS);
    writer.sink.local_get(local::OUTPUT).local_set(local::OUTPUT_HERE);
    writer.field(field::CHANNELS).local_set(local::CHANNELS);
    writer.repeat(local::CHANNELS, LANES, |writer| {
        (0..outputs).for_each(|output| writer.load(local::SUM + output, local::WEIGHTS, 0));
        (0..kind.size).for_each(|y| add_row(writer, kind, outputs, y));
        store(writer, outputs);
        writer.advance(local::WEIGHTS, (1 + kind.size * kind.size) * REGISTER);
        writer.advance(local::OUTPUT_HERE, REGISTER);
    });
    for (address, pixels) in [(local::START, outputs * kind.stride), (local::OUTPUT, outputs)] {
        writer.sink.local_get(local::PIXEL).i32_const(pixels as i32).i32_mul();
        writer.sink.local_get(address).i32_add().local_set(address);
    }
}

/// Adds the products of a row of the windows: each input is loaded once, and goes to all sums that it belongs to.
fn add_row(writer: &mut Writer, Kind { size, stride }: Kind, outputs: u32, y: u32) {
    for x in 0..size {
        writer.load(local::TAP + x, local::WEIGHTS, (1 + y * size + x) * REGISTER);
    }
    writer.sink.local_get(local::ROW + y).local_set(local::HERE);
    for x in 0..(outputs - 1) * stride + size {
        if x > 0 {
            writer.advance_by(local::HERE, local::PIXEL);
        }
        writer.load(local::INPUT, local::HERE, 0);
        for tap in 0..size.min(x + 1) {
            let (output, between) = ((x - tap) / stride, (x - tap) % stride);
            if between == 0 && output < outputs {
                writer.add_product(local::SUM + output, local::INPUT, local::TAP + tap);
            }
        }
    }
    writer.advance(local::ROW + y, REGISTER);
}

/// Writes four channels of the outputs behind the activation.
fn store(writer: &mut Writer, outputs: u32) {
    writer.sink.local_get(local::OUTPUT_HERE).local_set(local::HERE);
    for output in 0..outputs {
        writer.store(local::SUM + output, [local::MIN, local::MAX], local::HERE, 0);
        writer.advance_by(local::HERE, local::PIXEL);
    }
}
