//! Pictures of 16 bits a sample, as scientific cameras write them.

use image::DynamicImage;

/// Bits that the values of a 16-bit picture may need, and how many they are taken for.
const DEPTHS: [u32; 2] = [8, 12];

/// Stretches values that need only 8 or 12 of their 16 bits to all of them.
///
/// By PNG's rule the numbers 0 … 4095 of a 12-bit camera are all but black. The depth and not the brightest pixel decides, so
/// that the pictures of one camera are all stretched alike.
pub fn stretch(image: &mut DynamicImage) {
    let (samples, channels): (&mut [u16], usize) = match image {
        DynamicImage::ImageLuma16(buffer) => (buffer, 1),
        DynamicImage::ImageLumaA16(buffer) => (buffer, 2),
        DynamicImage::ImageRgb16(buffer) => (buffer, 3),
        DynamicImage::ImageRgba16(buffer) => (buffer, 4),
        _ => return,
    };
    let colours = channels - usize::from(channels % 2 == 0);
    let brightest = samples.chunks(channels).flat_map(|pixel| &pixel[..colours]).max().copied().unwrap_or(0);
    let full = DEPTHS.map(|bits| (1 << bits) - 1).into_iter().find(|&full| u32::from(brightest) <= full);
    let Some(full) = full else { return };
    for level in samples.chunks_mut(channels).flat_map(|pixel| &mut pixel[..colours]) {
        *level = (u32::from(*level) * u32::from(u16::MAX) / full) as u16;
    }
}
