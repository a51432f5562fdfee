//! PyTorch's own files (`torch.save`): a pickle of the state dict, and the numbers beside it, either as entries of a ZIP
//! archive (since PyTorch 1.6) or one after the other in the same file (before). No code in the pickle is ever run.

mod pickle;
mod zip;

use std::borrow::Cow;
use std::collections::BTreeMap;

use safetensors::Dtype;

use pickle::{Pickle, Reason, TensorRef, Value};

/// A tensor of a checkpoint.
pub struct Entry<'a> {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// How its numbers are stored.
    pub dtype: Dtype,
    /// Row-major, little-endian.
    pub bytes: Cow<'a, [u8]>,
}

/// Bytes of each storage by its key.
type Storages<'a> = BTreeMap<String, &'a [u8]>;

/// What a file of the old kind begins with: a pickled magic number.
const LEGACY: &[u8] = &[0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const ZIP: &[u8] = b"PK\x03\x04";

/// Whether these are the first bytes of a PyTorch file.
pub fn is_checkpoint(bytes: &[u8]) -> bool {
    bytes.starts_with(LEGACY) || bytes.starts_with(ZIP)
}

/// All tensors of the state dict in a PyTorch file, or of the one under `state_dict` or `model`.
///
/// # Errors
/// What is wrong with the file.
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, Entry<'_>>, Reason> {
    let (state, storages) = if bytes.starts_with(ZIP) { archive(bytes)? } else { legacy(bytes)? };
    let tensors = state_dict(&state).ok_or("it has no state dict; save `model.state_dict()`")?;
    tensors.into_iter().map(|(name, tensor)| Ok((name.to_owned(), entry(name, tensor, &storages)?))).collect()
}

fn archive(bytes: &[u8]) -> Result<(Value, Storages<'_>), Reason> {
    let entries = zip::entries(bytes).ok_or("its archive is damaged")?;
    let of = |name: &str| entries.iter().find(|(path, _)| path.ends_with(name)).map(|(_, bytes)| *bytes);
    let state = Pickle::new(of("/data.pkl").ok_or("its archive has no data.pkl")?).load()?;
    let storages = entries.iter().filter_map(|(path, bytes)| Some((path.split_once("/data/")?.1.to_owned(), *bytes)));
    Ok((state, storages.collect()))
}

/// Magic number, version, system, the state, keys of the storages; then each storage as its count and its numbers.
fn legacy(bytes: &[u8]) -> Result<(Value, Storages<'_>), Reason> {
    let mut pickle = Pickle::new(bytes);
    let _preamble = [pickle.load()?, pickle.load()?, pickle.load()?];
    let (state, keys) = (pickle.load()?, pickle.load()?);
    let sizes = pickle.storages();
    let Value::Tuple(keys) = keys else { return Err("it does not list its storages".into()) };
    let mut rest = pickle.rest();
    let mut storages = Storages::new();
    for key in keys {
        let Value::Text(key) = key else { return Err("a storage has no name".into()) };
        let (count, after) = rest.split_first_chunk::<8>().ok_or("it ends too early")?;
        let size = sizes
            .get(&key)
            .and_then(|dtype| usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(width(*dtype)));
        let (numbers, after) =
            after.split_at_checked(size.ok_or("a storage has no size")?).ok_or("it ends too early")?;
        storages.insert(key, numbers);
        rest = after;
    }
    Ok((state, storages))
}

/// The tensors of a dict, or of the first dict in it that has any.
fn state_dict(value: &Value) -> Option<Vec<(&str, &TensorRef)>> {
    let Value::Dict(items) = value else { return None };
    let tensor = |(key, value): &'_ (Value, Value)| matches!((key, value), (Value::Text(_), Value::Tensor(_)));
    if !items.iter().any(tensor) {
        return items.iter().find_map(|(_, value)| state_dict(value));
    }
    let tensors = items.iter().filter_map(|(key, value)| match (key, value) {
        (Value::Text(name), Value::Tensor(tensor)) => Some((name.as_str(), tensor)),
        _ => None,
    });
    Some(tensors.collect())
}

fn entry<'a>(name: &str, tensor: &TensorRef, storages: &Storages<'a>) -> Result<Entry<'a>, Reason> {
    let numbers = storages.get(&tensor.storage).and_then(|storage| numbers(tensor, storage));
    let bytes = numbers.ok_or_else(|| format!("the numbers of “{name}” are not all there"))?;
    Ok(Entry { shape: tensor.shape.clone(), dtype: tensor.dtype, bytes })
}

/// The tensor's numbers in row-major order; copied only if they lie in another. It has no more of them than its storage.
fn numbers<'a>(tensor: &TensorRef, storage: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    let width = width(tensor.dtype);
    let count = tensor.shape.iter().try_fold(1_usize, |count, &side| count.checked_mul(side))?;
    let length = count.checked_mul(width).filter(|&length| length <= storage.len())?;
    let rest = storage.get(tensor.offset.checked_mul(width)?..)?;
    if tensor.is_row_major() {
        return rest.get(..length).map(Cow::Borrowed);
    }
    let number = |index| {
        let start = tensor.place(index)?.checked_mul(width)?;
        rest.get(start..start.checked_add(width)?)
    };
    Some(Cow::Owned((0..count).map(number).collect::<Option<Vec<_>>>()?.concat()))
}

/// Bytes a number.
fn width(dtype: Dtype) -> usize {
    dtype.bitsize() / 8
}
