//! A file of weights: its tensors by name, and the strings beside them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use safetensors::tensor::{TensorInfo, TensorView};
use safetensors::{Dtype, SafeTensorError, SafeTensors};

use super::by_name;
use super::checkpoint::{self, Dict, Entry};
use super::format::{self, Format};
use super::stored::{Numbers, Stored};
use crate::error::{Error, Result};

/// With which a safetensors file begins: its header's length.
const LENGTH_BYTES: usize = 8;

const CUT_OFF: &str = "it is not as long as its header says, as where a download broke off. Download it again";

/// Named tensors in PyTorch's layout, held in memory, and the strings that a file has beside them.
#[derive(Default)]
pub struct Weights<'a> {
    tensors: BTreeMap<String, Stored<'a>>,
    metadata: HashMap<String, String>,
}

impl<'a> Weights<'a> {
    /// Reads the index of a safetensors file (<https://huggingface.co/docs/safetensors>), `__metadata__` with it, or of a
    /// PyTorch file (`.pth`): the dict with the most tensors.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if `bytes` is neither.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self> {
        let dicts = Self::all_from_bytes(bytes)?;
        Ok(dicts.into_iter().rev().max_by_key(|dict| dict.tensors.len()).unwrap_or_default())
    }

    /// Reads the index of every dict of tensors in a file, of which a PyTorch file may have several: the weights, a mean of
    /// them, the optimizer's.
    ///
    /// # Errors
    /// As [`Weights::from_bytes`].
    pub fn all_from_bytes(bytes: &'a [u8]) -> Result<Vec<Self>> {
        let format = format::of(bytes).map_err(|reason| wrong(reason.into()))?;
        if format == Format::Safetensors {
            return Ok(vec![Self::from_safetensors(bytes)?]);
        }
        let dicts =
            checkpoint::dicts(bytes, format).map_err(|reason| wrong(format!("read as a PyTorch file: {reason}")))?;
        let stored = |(name, Entry { shape, dtype, bytes })| (name, Stored { shape, dtype, bytes });
        let weights =
            |dict: Dict<'a>| Self { tensors: by_name(dict.into_iter().map(stored)), metadata: HashMap::new() };
        Ok(dicts.into_iter().map(weights).collect())
    }

    fn from_safetensors(bytes: &'a [u8]) -> Result<Self> {
        let not_safetensors = |error| match error {
            SafeTensorError::InvalidHeaderLength | SafeTensorError::MetadataIncompleteBuffer => wrong(CUT_OFF.into()),
            error => wrong(format!("its safetensors header cannot be read: {error}")),
        };
        let (length, header) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
        let numbers = &bytes[LENGTH_BYTES + length..];
        let tensors =
            header.tensors().into_iter().map(|(name, TensorInfo { shape, dtype, data_offsets: (from, to) })| {
                (name, Stored { shape: shape.clone(), dtype: *dtype, bytes: numbers[*from..*to].into() })
            });
        Ok(Self { tensors: by_name(tensors), metadata: header.metadata().clone().unwrap_or_default() })
    }

    /// Adds a tensor in single precision, or replaces it.
    ///
    /// # Panics
    /// If there are more or fewer `values` than `shape` says.
    pub fn insert(&mut self, name: impl Into<String>, shape: &[usize], values: &[f32]) {
        self.insert_numbers(name, shape, &Numbers::F32(values.to_vec()));
    }

    /// Adds a tensor in the precision of its `numbers`, or replaces it.
    ///
    /// # Panics
    /// If there are more or fewer `numbers` than `shape` says.
    pub fn insert_numbers(&mut self, name: impl Into<String>, shape: &[usize], numbers: &Numbers) {
        let (dtype, bytes) = match numbers {
            Numbers::F16(_) => (Dtype::F16, numbers.to_bytes()),
            Numbers::F32(_) => (Dtype::F32, numbers.to_bytes()),
        };
        assert_eq!(bytes.len(), shape.iter().product::<usize>() * dtype.bitsize() / 8, "numbers against shape");
        self.tensors.insert(name.into(), Stored { shape: shape.to_vec(), dtype, bytes: Cow::Owned(bytes) });
    }

    /// A safetensors file of the tensors, with `value` under `key` as its metadata.
    pub fn to_safetensors(&self, key: &str, value: String) -> Vec<u8> {
        let views = self.tensors.iter().map(|(name, Stored { shape, dtype, bytes })| {
            (name, TensorView::new(*dtype, shape.clone(), bytes).expect("as many bytes as the shape says"))
        });
        let metadata = HashMap::from([(key.to_owned(), value)]);
        safetensors::serialize(views, Some(metadata)).expect("names are distinct, shapes fit")
    }

    /// All tensors, by name.
    pub fn tensors(&self) -> impl Iterator<Item = (&str, &Stored<'a>)> {
        self.tensors.iter().map(|(name, stored)| (name.as_str(), stored))
    }

    /// The tensors whose names begin with `prefix`, without it.
    pub fn below(self, prefix: &str) -> Self {
        let below = |(name, stored): (String, _)| Some((name.strip_prefix(prefix)?.to_owned(), stored));
        Self { tensors: by_name(self.tensors.into_iter().filter_map(below)), metadata: self.metadata }
    }

    /// A string of the file's metadata.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if `key` is not there.
    pub fn metadata(&self, key: &str) -> Result<&str> {
        let value = self.metadata.get(key).map(String::as_str);
        value.ok_or_else(|| wrong(format!("its metadata has no “{key}”")))
    }

    /// The numbers of tensor `name` in the precision in which they are stored, row-major, if it has exactly this `shape`.
    ///
    /// # Errors
    /// As [`Weights::values`].
    pub fn numbers(&self, name: &str, shape: &[usize]) -> Result<Numbers> {
        Stored::numbers(self.tensors.get(name), name, shape)
    }

    /// Whether there is a tensor `name`.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// The values of tensor `name` as `f32`, row-major, if it has exactly this `shape`. Stored as F32, F16, BF16 or F64.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] names the tensor that is missing, of another shape or type, or not finite.
    pub fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        Stored::values(self.tensors.get(name), name, shape)
    }
}

fn wrong(detail: String) -> Error {
    Error::WrongWeights { detail }
}
