//! What the loops are written with.

use wasm_encoder::BlockType::Empty;
use wasm_encoder::{Function, InstructionSink, MemArg};

/// Bytes of a number and of a register of four.
pub const NUMBER: u32 = 4;
/// See [`NUMBER`].
pub const REGISTER: u32 = 16;

/// Which instructions a browser knows.
#[derive(Clone, Copy, PartialEq)]
pub enum Simd {
    /// A product and a sum are two.
    Plain,
    /// They are one.
    Relaxed,
}

/// The parameter of each function: the address of what is to be done.
pub const TASK: u32 = 0;

/// Writes a function. A local variable is known by its number.
pub struct Writer<'f> {
    pub simd: Simd,
    pub sink: InstructionSink<'f>,
}

impl<'f> Writer<'f> {
    pub fn new(simd: Simd, function: &'f mut Function) -> Self {
        Self { simd, sink: function.instructions() }
    }

    /// The value of a field of the task.
    pub fn field(&mut self, offset: u32) -> &mut InstructionSink<'f> {
        self.sink.local_get(TASK).i32_load(at(offset))
    }

    /// A number among the fields of the task, four times.
    pub fn splat(&mut self, register: u32, offset: u32) {
        self.sink.local_get(TASK).v128_load32_splat(at(offset)).local_set(register);
    }

    pub fn load(&mut self, register: u32, address: u32, offset: u32) {
        self.sink.local_get(address).v128_load(at(offset)).local_set(register);
    }

    /// `sum + input · weight`.
    pub fn add_product(&mut self, sum: u32, input: u32, weight: u32) {
        self.sink.local_get(input).local_get(weight);
        match self.simd {
            Simd::Plain => self.sink.f32x4_mul().local_get(sum).f32x4_add(),
            Simd::Relaxed => self.sink.local_get(sum).f32x4_relaxed_madd(),
        };
        self.sink.local_set(sum);
    }

    /// Writes a register, cut off at two others.
    pub fn store(&mut self, register: u32, [min, max]: [u32; 2], address: u32, offset: u32) {
        self.sink.local_get(address).local_get(max).local_get(min).local_get(register).f32x4_pmax().f32x4_pmin();
        self.sink.v128_store(at(offset));
    }

    pub fn advance(&mut self, address: u32, bytes: u32) {
        self.sink.local_get(address).i32_const(bytes as i32).i32_add().local_set(address);
    }

    pub fn advance_by(&mut self, address: u32, bytes: u32) {
        self.sink.local_get(address).local_get(bytes).i32_add().local_set(address);
    }

    /// Does something again and again while at least `count` are left, each time for so many.
    pub fn repeat(&mut self, left: u32, count: u32, body: impl FnOnce(&mut Self)) {
        self.sink.block(Empty).loop_(Empty);
        self.sink.local_get(left).i32_const(count as i32).i32_lt_u().br_if(1);
        body(self);
        self.sink.local_get(left).i32_const(count as i32).i32_sub().local_set(left);
        self.sink.br(0).end().end();
    }
}

/// So many bytes after an address.
pub fn at(offset: u32) -> MemArg {
    MemArg { offset: offset.into(), align: 2, memory_index: 0 }
}
