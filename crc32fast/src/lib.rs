//! CRC-32 as PNG and ZIP have it (ITU-T V.42), in place of the crate of this name: what `png`, `zip` and `flate2` call of it. Its
//! tables are 16 KB of each WebAssembly module that no compression makes smaller; these are computed when they are first needed.
#![warn(missing_docs)]

use std::sync::LazyLock;

/// Reversed: the highest power is the lowest bit.
const POLYNOMIAL: u32 = 0xedb8_8320;
/// Bytes that are looked up together (Kounavis & Berry 2005, "slicing").
const SLICE: usize = 16;

/// For each place of a slice, counted from its end, what each byte there adds.
static TABLES: LazyLock<[[u32; 256]; SLICE]> = LazyLock::new(|| {
    let mut tables = [[0; 256]; SLICE];
    for (byte, entry) in (0..).zip(&mut tables[0]) {
        *entry = (0..8).fold(byte, |crc, _| (crc >> 1) ^ (POLYNOMIAL * (crc & 1)));
    }
    for place in 1..SLICE {
        for byte in 0..256 {
            tables[place][byte] = one(&tables[0], tables[place - 1][byte], 0);
        }
    }
    tables
});

/// The sum of bytes that come one after the other.
#[derive(Clone, Debug, Default)]
pub struct Hasher {
    crc: u32,
    bytes: u64,
}

impl Hasher {
    /// Of no bytes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of so many bytes, whose sum is known.
    pub fn new_with_initial_len(crc: u32, bytes: u64) -> Self {
        Self { crc, bytes }
    }

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let tables = &*TABLES;
        let (slices, rest) = bytes.as_chunks::<SLICE>();
        let crc = slices.iter().fold(!self.crc, |crc, slice| {
            let mut slice = *slice;
            slice.iter_mut().zip(crc.to_le_bytes()).for_each(|(byte, before)| *byte ^= before);
            slice.iter().zip(tables.iter().rev()).fold(0, |sum, (byte, table)| sum ^ table[usize::from(*byte)])
        });
        self.crc = !rest.iter().fold(crc, |crc, byte| one(&tables[0], crc, *byte));
        self.bytes += bytes.len() as u64;
    }

    /// The sum.
    pub fn finalize(self) -> u32 {
        self.crc
    }

    /// Forgets all bytes.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Adds the bytes that another has been given.
    pub fn combine(&mut self, other: &Self) {
        let shifted = (0..other.bytes).fold(self.crc, |crc, _| one(&TABLES[0], crc, 0));
        self.crc = shifted ^ other.crc;
        self.bytes += other.bytes;
    }
}

/// The sum of `bytes`.
pub fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finalize()
}

fn one(table: &[u32; 256], crc: u32, byte: u8) -> u32 {
    (crc >> 8) ^ table[usize::from(crc as u8 ^ byte)]
}

#[cfg(test)]
mod tests {
    use super::{Hasher, hash};

    /// By Python: `zlib.crc32(bytes(range(256)) * 3)`, and the same of parts.
    #[test]
    fn sums_are_those_of_zlib() {
        let bytes: Vec<u8> = (0..=255).cycle().take(768).collect();
        assert_eq!((hash(b""), hash(b"123456789")), (0, 0xcbf4_3926));
        assert_eq!((hash(&bytes), hash(&bytes[..37]), hash(&bytes[5..])), (0xb0c0_df2a, 0x8222_efe9, 0xefe7_2314));
    }

    #[test]
    fn parts_sum_up_to_the_whole() {
        let bytes: Vec<u8> = (0..=255).cycle().take(300).collect();
        for cut in 0..bytes.len() {
            let [mut first, mut second] = [Hasher::new(), Hasher::new()];
            first.update(&bytes[..cut]);
            second.update(&bytes[cut..]);
            let mut joined = first.clone();
            joined.combine(&second);
            first.update(&bytes[cut..]);
            assert_eq!((first.finalize(), joined.finalize()), (hash(&bytes), hash(&bytes)), "cut at {cut}");
        }
    }
}
