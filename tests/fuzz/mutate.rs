//! Damaged copies of good files, by a seed.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Numbers that lengths and sizes go wrong at.
const NUMBERS: [u64; 10] = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, u64::MAX];

/// One of `files`, damaged in a few places; the same for the same number.
pub fn input(files: &[&[u8]], number: u64) -> Vec<u8> {
    let mut random = ChaCha8Rng::seed_from_u64(number);
    let mut bytes = files[random.random_range(0..files.len())].to_vec();
    for _ in 0..random.random_range(1..=6) {
        damage(&mut bytes, files, &mut random);
    }
    // Half the PNGs with right checksums, so that what is below them is reached.
    if bytes.starts_with(b"\x89PNG") && random.random() {
        correct_checksums(&mut bytes);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, files: &[&[u8]], random: &mut ChaCha8Rng) {
    let at = random.random_range(0..=bytes.len());
    let length = random.random_range(0..=32).min(bytes.len() - at);
    match random.random_range(0..8) {
        0 => flip(bytes, at, random),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..at + length)),
        3 => bytes.extend_from_within(at..at + length),
        4 => {
            let again = bytes[at..at + length].to_vec();
            bytes.splice(at..at, again);
        }
        5 => {
            let other = files[random.random_range(0..files.len())];
            let from = random.random_range(0..other.len());
            let to = (from + random.random_range(0..=64)).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        6 => random.fill_bytes(&mut bytes[at..at + length]),
        _ => put_number(bytes, at, random),
    }
}

fn flip(bytes: &mut [u8], at: usize, random: &mut ChaCha8Rng) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.random_range(0..8);
    }
}

/// Writes a number of 1, 2, 4 or 8 bytes, with its low end first or last.
fn put_number(bytes: &mut [u8], at: usize, random: &mut ChaCha8Rng) {
    let number = NUMBERS[random.random_range(0..NUMBERS.len())];
    let width = 1 << random.random_range(0..4);
    let (little, big) = (number.to_le_bytes(), number.to_be_bytes());
    let written = if random.random() { &little[..width] } else { &big[8 - width..] };
    if let Some(place) = bytes.get_mut(at..at + width) {
        place.copy_from_slice(written);
    }
}

fn correct_checksums(png: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = png.get(at..at + 4).and_then(|length| length.first_chunk()) {
        let end = at.saturating_add(8).saturating_add(u32::from_be_bytes(*length) as usize);
        let Some(checked) = png.get(at + 4..end) else { break };
        let checksum = crc32fast::hash(checked).to_be_bytes();
        let Some(place) = png.get_mut(end..end + 4) else { break };
        place.copy_from_slice(&checksum);
        at = end + 4;
    }
}
