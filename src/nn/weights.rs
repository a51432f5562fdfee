//! A network's weights as named tensors, read from a safetensors file.

use std::collections::HashMap;

use burn::tensor::{Device, Tensor, TensorData};
use half::f16;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::error::{Error, Result};

/// A safetensors file (<https://huggingface.co/docs/safetensors>) held in memory: named tensors in PyTorch's layout, and
/// the strings of its `__metadata__`.
pub struct Weights<'a> {
    tensors: SafeTensors<'a>,
    metadata: HashMap<String, String>,
}

impl<'a> Weights<'a> {
    /// Reads the index of the file in `bytes`; tensors are converted one by one as they are asked for.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if `bytes` is not a safetensors file.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self> {
        let not_safetensors = |error| wrong(format!("it is not a safetensors file ({error})"));
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
        Ok(Self {
            tensors: SafeTensors::deserialize(bytes).map_err(not_safetensors)?,
            metadata: header.metadata().clone().unwrap_or_default(),
        })
    }

    /// A string of the file's metadata.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if `key` is not there.
    pub fn metadata(&self, key: &str) -> Result<&str> {
        let value = self.metadata.get(key).map(String::as_str);
        value.ok_or_else(|| wrong(format!("its metadata has no “{key}”")))
    }

    /// The values of tensor `name` as `f32`, row-major, if it has exactly this `shape`. Stored as F32 or F16.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] that names the tensor which is missing, or of another shape or type.
    pub fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let view = (self.tensors.tensor(name)).map_err(|_| wrong(format!("tensor “{name}” is missing")))?;
        if view.shape() != shape {
            return Err(wrong(format!("tensor “{name}” has shape {:?} where {shape:?} is needed", view.shape())));
        }
        floats(name, &view)
    }

    /// Tensor `name` on `device`; as [`Weights::values`] otherwise.
    ///
    /// # Errors
    /// As [`Weights::values`].
    pub fn tensor<const D: usize>(&self, name: &str, shape: [usize; D], device: &Device) -> Result<Tensor<D>> {
        let values = self.values(name, &shape)?;
        Ok(Tensor::from_data(TensorData::new(values, shape), device))
    }
}

fn floats(name: &str, view: &TensorView) -> Result<Vec<f32>> {
    let bytes = view.data();
    match view.dtype() {
        Dtype::F32 => Ok(bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()),
        Dtype::F16 => Ok(bytes.as_chunks().0.iter().map(|two| f16::from_le_bytes(*two).to_f32()).collect()),
        other => Err(wrong(format!("tensor “{name}” is stored as {other:?}; F32 or F16 is needed"))),
    }
}

fn wrong(detail: String) -> Error {
    Error::WrongWeights { detail }
}
