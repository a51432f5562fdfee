//! Maps joined.

use crate::clamp::Clamp;

/// `clamp(map + other)` into `map`.
///
/// # Panics
/// If they differ in length.
pub fn add(map: &mut [f32], other: &[f32], clamp: Clamp) {
    assert_eq!(map.len(), other.len(), "maps of the same shape");
    map.iter_mut().zip(other).for_each(|(x, other)| *x = clamp.apply(*x + other));
}

/// Writes `map`, of `channels` channels, as the channels from `first` on of `output`, which has `width` of them.
///
/// # Panics
/// If the maps differ in pixels, or the channels do not fit.
pub fn concat(map: &[f32], channels: usize, output: &mut [f32], width: usize, first: usize) {
    assert!(map.len() / channels == output.len() / width, "maps of the same size");
    for (pixel, output) in map.chunks_exact(channels).zip(output.chunks_exact_mut(width)) {
        output[first..first + channels].copy_from_slice(pixel);
    }
}
