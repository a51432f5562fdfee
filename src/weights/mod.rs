//! Files of weights as named tensors: safetensors, and PyTorch's own format.

mod checkpoint;
mod file;
mod format;
mod stored;

use std::collections::BTreeMap;

pub use file::Weights;
pub use stored::{Numbers, Stored};

/// One by one: to collect them would be to sort them, which is kilobytes of code for each type in a small module.
fn by_name<V>(entries: impl Iterator<Item = (String, V)>) -> BTreeMap<String, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}
