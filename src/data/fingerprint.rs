//! A short name for the training pictures, and the hash behind it.

use serde::{Deserialize, Serialize};

use super::dataset::Dataset;

/// Sixteen hexadecimal digits that change when the training pictures or their classes do: a picture added, removed,
/// moved, enabled or disabled, or its class. Names do not count. It is a string because JavaScript's numbers hold no
/// 64 bits. It is the same in every version, so that a stored model shows whether it is up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of the training pictures of `dataset`.
    pub fn of(dataset: &Dataset) -> Self {
        let ids = dataset.for_training().flat_map(|picture| [picture.id, picture.class]);
        Self(format!("{:016x}", fnv1a(ids.flat_map(u32::to_le_bytes))))
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): small, and the same everywhere, unlike the standard library's hasher.
pub fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.into_iter().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}
