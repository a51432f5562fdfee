//! One tensor of a file.

use std::borrow::Cow;

use half::{bf16, f16};
use pupil_kernels::{all_finite, from_halves};
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
        let values = stored.read().ok_or_else(|| {
            wrong(format!("tensor “{name}” is stored as {:?}; F32, F16, BF16 or F64 is needed", stored.dtype))
        })?;
        if all_finite(&values) {
            return Ok(values);
        }
        let value = values.iter().find(|value| !value.is_finite()).unwrap_or(&f32::NAN);
        Err(wrong(format!("tensor “{name}” has the value {value}")))
    }

    /// The same in the precision in which it is stored.
    ///
    /// # Errors
    /// As [`Stored::values`].
    pub fn numbers(found: Option<&Self>, name: &str, shape: &[usize]) -> Result<Numbers> {
        let values = Self::values(found, name, shape)?;
        Ok(match found {
            Some(stored) if stored.dtype == Dtype::F16 => Numbers::F16(stored.halves().collect()),
            _ => Numbers::F32(values),
        })
    }

    fn read(&self) -> Option<Vec<f32>> {
        let bytes = &self.bytes;
        match self.dtype {
            Dtype::F32 => Some(bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()),
            Dtype::F16 => Some(from_halves(bytes.as_chunks().0)),
            Dtype::BF16 => Some(bytes.as_chunks().0.iter().map(|two| bf16::from_le_bytes(*two).to_f32()).collect()),
            Dtype::F64 => Some(bytes.as_chunks().0.iter().map(|eight| f64::from_le_bytes(*eight) as f32).collect()),
            _ => None,
        }
    }

    fn halves(&self) -> impl Iterator<Item = f16> {
        self.bytes.as_chunks().0.iter().map(|two| f16::from_le_bytes(*two))
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
            Self::F16(_) => from_halves(self.to_bytes().as_chunks().0),
            Self::F32(floats) => floats.clone(),
        }
    }

    /// Little-endian. Collected byte by byte, they would take three times as long.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::F16(halves) => halves.iter().map(|half| half.to_le_bytes()).collect::<Vec<_>>().into_flattened(),
            Self::F32(floats) => floats.iter().map(|float| float.to_le_bytes()).collect::<Vec<_>>().into_flattened(),
        }
    }
}

#[cfg(test)]
mod tests {
    use half::f16;

    #[test]
    fn every_half_is_the_same_in_single_precision() {
        let halves: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).collect();
        for (half, found) in halves.iter().zip(super::Numbers::F16(halves.clone()).to_f32()) {
            let expected = half.to_f32();
            assert!(
                found.to_bits() == expected.to_bits() || (found.is_nan() && expected.is_nan()),
                "{:#06x}: {found}",
                half.to_bits()
            );
        }
    }
}
