//! What a pickle builds.

use std::rc::Rc;

use safetensors::Dtype;

/// Why a checkpoint cannot be read.
pub type Reason = String;

/// A value's place among all values of a pickle.
pub type Id = usize;

/// A value, whose parts are values of their own: they may be shared, and hold each other.
#[derive(Clone, Debug)]
pub enum Value {
    Number(i64),
    Text(Rc<str>),
    /// A tuple, a list or a set.
    List(Vec<Id>),
    /// A dict, of whatever class.
    Dict(Vec<(Id, Id)>),
    /// A class or function, `module name`.
    Global(Rc<str>),
    /// Numbers that lie elsewhere: kind and key.
    Storage(Dtype, Rc<str>),
    Tensor(TensorRef),
    /// Whatever a state dict can do without: objects are not looked into.
    Opaque,
}

/// A tensor's numbers within a storage.
#[derive(Clone, Debug)]
pub struct TensorRef {
    pub storage: Rc<str>,
    pub dtype: Dtype,
    /// Numbers before the first.
    pub offset: usize,
    pub shape: Vec<usize>,
    pub strides: Vec<usize>,
}

impl TensorRef {
    /// Whether its numbers follow each other; the stride of an axis of length 1 does not matter.
    pub fn is_row_major(&self) -> bool {
        let mut expected = 1_usize;
        self.shape.len() == self.strides.len()
            && self.shape.iter().zip(&self.strides).rev().all(|(&side, &stride)| {
                let right = side <= 1 || stride == expected;
                expected = expected.saturating_mul(side);
                right
            })
    }

    /// How many numbers after the first the one lies that is at `index` in row-major order.
    pub fn place(&self, index: usize) -> Option<usize> {
        let (mut rest, mut place) = (index, 0_usize);
        for (&side, stride) in self.shape.iter().zip(&self.strides).rev() {
            place = place.checked_add(stride.checked_mul(rest % side)?)?;
            rest /= side;
        }
        Some(place)
    }
}
