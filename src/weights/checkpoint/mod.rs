//! PyTorch's own files (`torch.save`): a pickle of the state dict, and the numbers beside it, either as entries of a ZIP
//! archive (since PyTorch 1.6) or one after the other in the same file (before). No code in the pickle is ever run.

mod build;
mod pickle;
mod value;
mod zip;

use std::borrow::Cow;
use std::collections::BTreeMap;

use safetensors::Dtype;

use super::by_name;
use super::format::Format;
use pickle::Pickle;
use value::{Id, Reason, TensorRef, Value};

/// A tensor of a checkpoint.
pub struct Entry<'a> {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// How its numbers are stored.
    pub dtype: Dtype,
    /// Row-major, little-endian.
    pub bytes: Cow<'a, [u8]>,
}

/// The tensors of a dict by their names.
pub type Dict<'a> = BTreeMap<String, Entry<'a>>;

/// Bytes of each storage by its key.
type Storages<'a> = BTreeMap<String, Cow<'a, [u8]>>;

const WHOLE_MODEL: &str =
    "it holds a whole model or other objects, but no state dict. Save `model.state_dict()` instead";
const SCRIPT: &str = "it is a TorchScript program. Save `model.state_dict()` instead";
const EARLY_END: &str = "it ends too early, as where a download broke off. Download it again";
const BIG_ENDIAN: &str = "its numbers are big-endian. Save it on another machine";

/// Every dict in a PyTorch file that has tensors, in the order of the file: the state dict, the optimizer's, and so on.
///
/// # Errors
/// What is wrong with the file.
pub fn dicts(bytes: &[u8], format: Format) -> Result<Vec<Dict<'_>>, Reason> {
    let (values, root, storages) = if format == Format::Archive { archive(bytes)? } else { legacy(bytes)? };
    let dicts = tensors(&values, root);
    if dicts.is_empty() {
        return Err(WHOLE_MODEL.into());
    }
    let entries = |dict: Vec<(&str, &TensorRef)>| {
        let mut entries = Dict::new();
        for (name, tensor) in dict {
            entries.insert(name.to_owned(), entry(name, tensor, &storages)?);
        }
        Ok(entries)
    };
    dicts.into_iter().map(entries).collect()
}

/// The values of a pickle, which of them is the state, and the storages.
type State<'a> = (Vec<Value>, Id, Storages<'a>);

fn archive(bytes: &[u8]) -> Result<State<'_>, Reason> {
    let entries =
        zip::entries(bytes).ok_or("its archive is damaged, as where a download broke off. Download it again")?;
    let pickle = entries.iter().map(|(path, _)| path).find(|path| path.rsplit('/').next() == Some("data.pkl"));
    let folder = pickle.ok_or_else(|| no_pickle(&entries))?.trim_end_matches("data.pkl").to_owned();
    let files = entries.into_iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?.to_owned(), bytes)));
    let files: Storages = by_name(files);
    if files.contains_key("constants.pkl") {
        return Err(SCRIPT.into());
    }
    if files.get("byteorder").is_some_and(|order| order.starts_with(b"big")) {
        return Err(BIG_ENDIAN.into());
    }
    let mut pickle = Pickle::new(&files["data.pkl"]);
    let root = pickle.load()?;
    let values = pickle.into_values();
    let storages = files.into_iter().filter_map(|(path, bytes)| Some((path.strip_prefix("data/")?.to_owned(), bytes)));
    Ok((values, root, by_name(storages)))
}

/// What a ZIP archive is that has no pickle.
fn no_pickle(entries: &[zip::Entry]) -> Reason {
    let ends = |end: &str| entries.iter().map(|(path, _)| path).find(|path| path.to_ascii_lowercase().ends_with(end));
    if let Some(path) = [".pth", ".pt", ".ckpt", ".pth.tar", ".safetensors"].into_iter().find_map(ends) {
        return format!("it is a ZIP archive with “{path}” in it. Unpack it first");
    }
    let keras = ends(".weights.h5").map(|_| "it is a file of Keras, neither a safetensors nor a PyTorch file");
    keras.unwrap_or("`torch.save` did not write this ZIP archive").into()
}

/// Magic number, version, system, the state, keys of the storages; then each storage as its count and its numbers.
fn legacy(bytes: &[u8]) -> Result<State<'_>, Reason> {
    let mut pickle = Pickle::new(bytes);
    let _preamble = [pickle.load()?, pickle.load()?, pickle.load()?];
    let (root, keys) = (pickle.load()?, pickle.load()?);
    let Value::List(keys) = &pickle.values()[keys] else { return Err("it does not list its storages".into()) };
    let mut rest = pickle.rest();
    let mut storages = Storages::new();
    for &key in keys {
        let Value::Text(key) = &pickle.values()[key] else { return Err("a storage has no name".into()) };
        let (count, after) = rest.split_first_chunk::<8>().ok_or(EARLY_END)?;
        let dtype = pickle.storages().get(key).ok_or("a storage has no size")?;
        let size = usize::try_from(u64::from_le_bytes(*count)).ok().and_then(|count| count.checked_mul(width(*dtype)));
        let numbers = size.and_then(|size| after.split_at_checked(size));
        let (numbers, after) = numbers.ok_or(EARLY_END)?;
        storages.insert(key.to_string(), numbers.into());
        rest = after;
    }
    Ok((pickle.into_values(), root, storages))
}

/// The dicts that have tensors, each once, from the outermost on.
fn tensors(values: &[Value], root: Id) -> Vec<Vec<(&str, &TensorRef)>> {
    let mut dicts = Vec::new();
    let mut seen = vec![false; values.len()];
    let mut next = vec![root];
    while let Some(id) = next.pop() {
        if std::mem::replace(&mut seen[id], true) {
            continue;
        }
        match &values[id] {
            Value::List(parts) => next.extend(parts.iter().rev()),
            Value::Dict(items) => {
                next.extend(items.iter().rev().map(|(_, value)| value));
                let tensors = items.iter().filter_map(|&(name, tensor)| match (&values[name], &values[tensor]) {
                    (Value::Text(name), Value::Tensor(tensor)) => Some((&**name, tensor)),
                    _ => None,
                });
                dicts.push(tensors.collect::<Vec<_>>());
            }
            _ => {}
        }
    }
    dicts.retain(|dict| !dict.is_empty());
    dicts
}

fn entry<'a>(name: &str, tensor: &TensorRef, storages: &Storages<'a>) -> Result<Entry<'a>, Reason> {
    let numbers = storages.get(&*tensor.storage).and_then(|storage| numbers(tensor, storage));
    let bytes = numbers.ok_or_else(|| format!("the numbers of “{name}” are not all there"))?;
    Ok(Entry { shape: tensor.shape.clone(), dtype: tensor.dtype, bytes })
}

/// The tensor's numbers in row-major order; copied only if they lie in another, or were compressed. It has no more of them
/// than its storage.
fn numbers<'a>(tensor: &TensorRef, storage: &Cow<'a, [u8]>) -> Option<Cow<'a, [u8]>> {
    let width = width(tensor.dtype);
    let count = tensor.shape.iter().try_fold(1_usize, |count, &side| count.checked_mul(side))?;
    let length = count.checked_mul(width).filter(|&length| length <= storage.len())?;
    let start = tensor.offset.checked_mul(width)?;
    if tensor.is_row_major() {
        let range = start..start.checked_add(length)?;
        return match storage {
            Cow::Borrowed(storage) => storage.get(range).map(Cow::Borrowed),
            Cow::Owned(storage) => storage.get(range).map(|bytes| bytes.to_vec().into()),
        };
    }
    let rest = storage.get(start..)?;
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
