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
        let wrong = |detail| Error::WrongWeights { detail };
        let stored = found.ok_or_else(|| wrong(format!("tensor “{name}” is missing")))?;
        if stored.shape != shape {
            return Err(wrong(format!("tensor “{name}” has shape {:?} where {shape:?} is needed", stored.shape)));
        }
        let floats = stored.floats().ok_or_else(|| {
            wrong(format!("tensor “{name}” is stored as {:?}; F32, F16, BF16 or F64 is needed", stored.dtype))
        })?;
        match floats.iter().find(|value| !value.is_finite()) {
            Some(value) => Err(wrong(format!("tensor “{name}” has the value {value}"))),
            None => Ok(floats),
        }
    }

    fn floats(&self) -> Option<Vec<f32>> {
        match self.dtype {
            Dtype::F32 => Some(self.bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()),
            Dtype::F16 => Some(self.bytes.as_chunks().0.iter().map(|two| f16::from_le_bytes(*two).to_f32()).collect()),
            Dtype::BF16 => {
                Some(self.bytes.as_chunks().0.iter().map(|two| bf16::from_le_bytes(*two).to_f32()).collect())
            }
            Dtype::F64 => {
                Some(self.bytes.as_chunks().0.iter().map(|eight| f64::from_le_bytes(*eight) as f32).collect())
            }
            _ => None,
        }
    }
}
