//! One tensor of a file.

use std::borrow::Cow;

use half::{bf16, f16};
use safetensors::Dtype;

use crate::error::{Error, Result};

/// One tensor as it is stored; converted when its values are asked for.
#[derive(Clone, Debug)]
pub struct Stored<'a> {
    /// Length of each axis.
    pub shape: Vec<usize>,
    pub(super) dtype: Dtype,
    pub(super) bytes: Cow<'a, [u8]>,
}

impl Stored<'_> {
    /// The values of the tensor `found` under `name` as `f32`, row-major, if it has exactly this `shape`. Stored as F32, F16
    /// or BF16.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] names the tensor that is missing, or of another shape or type.
    pub fn values(found: Option<&Self>, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        Self::numbers(found, name, shape).map(|numbers| numbers.to_f32())
    }

    /// The same in the precision in which it is stored.
    ///
    /// # Errors
    /// As [`Stored::values`].
    pub fn numbers(found: Option<&Self>, name: &str, shape: &[usize]) -> Result<Numbers> {
        let wrong = |detail| Error::WrongWeights { detail };
        let stored = found.ok_or_else(|| wrong(format!("tensor “{name}” is missing")))?;
        if stored.shape != shape {
            return Err(wrong(format!("tensor “{name}” has shape {:?} where {shape:?} is needed", stored.shape)));
        }
        stored.read().ok_or_else(|| {
            wrong(format!("tensor “{name}” is stored as {:?}; F32, F16 or BF16 is needed", stored.dtype))
        })
    }

    fn read(&self) -> Option<Numbers> {
        let pairs = || self.bytes.as_chunks().0.iter();
        match self.dtype {
            Dtype::F32 => {
                Some(Numbers::F32(self.bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()))
            }
            Dtype::F16 => Some(Numbers::F16(pairs().map(|two| f16::from_le_bytes(*two)).collect())),
            Dtype::BF16 => Some(Numbers::F32(pairs().map(|two| bf16::from_le_bytes(*two).to_f32()).collect())),
            _ => None,
        }
    }
}

/// Numbers in the precision in which a file has them.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// Half precision.
    F16(Vec<f16>),
    /// Single precision.
    F32(Vec<f32>),
}

impl Numbers {
    /// In single precision, which is exact.
    pub fn to_f32(&self) -> Vec<f32> {
        match self {
            Self::F16(halves) => halves.iter().map(|half| half.to_f32()).collect(),
            Self::F32(floats) => floats.clone(),
        }
    }

    /// Little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::F16(halves) => halves.iter().flat_map(|half| half.to_le_bytes()).collect(),
            Self::F32(floats) => floats.iter().flat_map(|float| float.to_le_bytes()).collect(),
        }
    }
}
