//! A model under way: tensors, buffers and operators.

use crate::weights::Numbers;

/// How weights are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// Single: exact.
    Single,
    /// Half, with batch norm folded in: half the size, and probabilities are off by some thousandths.
    Half,
}

/// An operator of TensorFlow Lite: its number in `BuiltinOperator`, and that of its options in `BuiltinOptions` (schema 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) code: u8,
    pub(super) options: u8,
    pub(super) version: i32,
}

impl Operator {
    const fn new(code: u8, options: u8) -> Self {
        Self { code, options, version: 1 }
    }

    pub(super) const ADD: Self = Self::new(0, 11);
    pub(super) const AVERAGE_POOL: Self = Self::new(1, 5);
    pub(super) const CONCATENATION: Self = Self::new(2, 10);
    pub(super) const CONV: Self = Self::new(3, 1);
    pub(super) const DEPTHWISE_CONV: Self = Self::new(4, 2);
    /// Of half precision from version 3 on.
    pub(super) const DEQUANTIZE: Self = Self { version: 3, ..Self::new(6, 38) };
    pub(super) const FULLY_CONNECTED: Self = Self::new(9, 8);
    pub(super) const MAX_POOL: Self = Self::new(17, 5);
    pub(super) const MUL: Self = Self::new(18, 21);
    pub(super) const RESHAPE: Self = Self::new(22, 17);
    pub(super) const SOFTMAX: Self = Self::new(25, 9);
    pub(super) const PAD: Self = Self::new(34, 22);
    pub(super) const MEAN: Self = Self::new(40, 27);
    pub(super) const MAXIMUM: Self = Self::new(55, 39);
    pub(super) const SLICE: Self = Self::new(65, 48);
    pub(super) const SQRT: Self = Self::new(75, 0);
}

/// `TensorType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elements {
    F32 = 0,
    F16 = 1,
    I32 = 2,
}

pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) elements: Elements,
    /// Index of its constant numbers in [`Builder::buffers`]; 0 if it is computed.
    pub(super) buffer: usize,
}

pub(super) struct Node {
    pub(super) operator: Operator,
    pub(super) inputs: Vec<usize>,
    pub(super) output: usize,
    /// A field of the options, and its value.
    pub(super) options: Vec<(usize, Setting)>,
}

/// The value of an option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Setting {
    Choice(i8),
    Whole(i32),
    Float(f32),
}

/// Collects the parts of a model. Tensors go by their index; the first is the input.
pub(super) struct Builder {
    precision: Precision,
    pub(super) tensors: Vec<Tensor>,
    /// The first is empty.
    pub(super) buffers: Vec<Vec<u8>>,
    pub(super) nodes: Vec<Node>,
}

impl Builder {
    pub(super) fn new(precision: Precision) -> Self {
        Self { precision, tensors: Vec::new(), buffers: vec![Vec::new()], nodes: Vec::new() }
    }

    /// Adds a tensor that is computed, or the input.
    pub(super) fn value(&mut self, name: &str, shape: &[usize]) -> usize {
        self.tensor(name, shape, Elements::F32, 0)
    }

    /// Adds an operator and its output, whose index it returns.
    pub(super) fn node(
        &mut self,
        name: &str,
        operator: Operator,
        inputs: &[usize],
        shape: &[usize],
        options: Vec<(usize, Setting)>,
    ) -> usize {
        let output = self.value(name, shape);
        self.nodes.push(Node { operator, inputs: inputs.to_vec(), output, options });
        output
    }

    /// Adds constant numbers in single precision.
    pub(super) fn floats(&mut self, name: &str, shape: &[usize], floats: &[f32]) -> usize {
        self.constant(name, shape, Elements::F32, Numbers::F32(floats.to_vec()).to_bytes())
    }

    /// Adds constant whole numbers.
    pub(super) fn ints(&mut self, name: &str, shape: &[usize], ints: &[i32]) -> usize {
        self.constant(name, shape, Elements::I32, ints.iter().flat_map(|int| int.to_le_bytes()).collect())
    }

    /// Adds the weights of a layer, in the precision that was chosen.
    pub(super) fn weights(&mut self, name: &str, shape: &[usize], floats: &[f32]) -> usize {
        match self.precision {
            Precision::Single => self.floats(name, shape, floats),
            Precision::Half => {
                let halves = Numbers::F16(floats.iter().map(|&float| half::f16::from_f32(float)).collect());
                let stored = self.constant(&format!("{name}.half"), shape, Elements::F16, halves.to_bytes());
                self.node(name, Operator::DEQUANTIZE, &[stored], shape, Vec::new())
            }
        }
    }

    fn constant(&mut self, name: &str, shape: &[usize], elements: Elements, bytes: Vec<u8>) -> usize {
        self.buffers.push(bytes);
        self.tensor(name, shape, elements, self.buffers.len() - 1)
    }

    fn tensor(&mut self, name: &str, shape: &[usize], elements: Elements, buffer: usize) -> usize {
        self.tensors.push(Tensor { name: name.to_owned(), shape: shape.to_vec(), elements, buffer });
        self.tensors.len() - 1
    }

    pub(super) fn shape(&self, tensor: usize) -> &[usize] {
        &self.tensors[tensor].shape
    }
}
