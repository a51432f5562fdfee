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
    /// The values of the tensor `found` under `name` as `f32`, row-major, if it has exactly this `shape`. Stored as F32,
    /// F16, BF16 or F64.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] names the tensor that is missing, of another shape or type, or not finite.
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
        let numbers = stored.read().ok_or_else(|| {
            wrong(format!("tensor “{name}” is stored as {:?}; F32, F16, BF16 or F64 is needed", stored.dtype))
        })?;
        match numbers.not_finite() {
            Some(value) => Err(wrong(format!("tensor “{name}” has the value {value}"))),
            None => Ok(numbers),
        }
    }

    fn read(&self) -> Option<Numbers> {
        let pairs = || self.bytes.as_chunks().0.iter();
        match self.dtype {
            Dtype::F32 => {
                Some(Numbers::F32(self.bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()))
            }
            Dtype::F16 => Some(Numbers::F16(pairs().map(|two| f16::from_le_bytes(*two)).collect())),
            Dtype::BF16 => Some(Numbers::F32(pairs().map(|two| bf16::from_le_bytes(*two).to_f32()).collect())),
            Dtype::F64 => {
                let eights = self.bytes.as_chunks().0.iter();
                Some(Numbers::F32(eights.map(|eight| f64::from_le_bytes(*eight) as f32).collect()))
            }
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

    /// The first that is NaN or infinite.
    fn not_finite(&self) -> Option<f32> {
        match self {
            Self::F16(halves) => halves.iter().find(|half| !half.is_finite()).map(|half| half.to_f32()),
            Self::F32(floats) => floats.iter().copied().find(|value| !value.is_finite()),
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
