//! Pictures that are easy to tell apart.

use pupil::session::Pixels;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Side of every picture, in pixels.
pub const SIDE: u32 = 64;

pub const RED: [u8; 3] = [190, 20, 20];
pub const GREEN: [u8; 3] = [20, 190, 20];

/// Noise around a colour; `seed` makes the difference between pictures.
pub fn picture(colour: [u8; 3], seed: u64) -> Pixels {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut level = |mean: u8| mean.saturating_add(rng.random_range(0..60));
    let rgba: Vec<u8> =
        (0..SIDE * SIDE).flat_map(|_| [level(colour[0]), level(colour[1]), level(colour[2]), 255]).collect();
    Pixels::from_rgba(&rgba, SIDE, SIDE).unwrap()
}
