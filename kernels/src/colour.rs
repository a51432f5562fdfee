//! Colours as JPEG stores them.

use crate::levels::{LEVELS, Levels};

/// Luma and the two differences of colour, each a level, as red, green and blue: ITU-R BT.601 as JFIF has it (T.871, 7), with the
/// constants and the rounding of libjpeg.
///
/// # Panics
/// If there are not as many of each.
pub fn rgb_of_planes(luma: &[u8], blue: &[u8], red: &[u8], rgb: &mut [[u8; 3]]) {
    let planes = [luma, blue, red];
    assert_eq!(planes.map(<[u8]>::len), [rgb.len(); 3], "as many of each");
    let (parts, rest) = rgb.as_chunks_mut();
    let whole = parts.len() * LEVELS;
    let parts_of = planes.map(|plane| plane.as_chunks().0);
    for (at, part) in parts.iter_mut().enumerate() {
        Levels::join(converted(parts_of.map(|parts| Levels::of(&parts[at]))), part);
    }
    for (at, pixel) in rest.iter_mut().enumerate() {
        *pixel = planes.map(|plane| plane[whole + at]);
    }
    rgb_of_few(rest);
}

/// The same where each pixel has its three numbers together.
pub fn rgb_of_ycbcr(pixels: &mut [[u8; 3]]) {
    let (parts, rest) = pixels.as_chunks_mut();
    for part in parts {
        Levels::join(converted(Levels::split(part)), part);
    }
    rgb_of_few(rest);
}

/// Of fewer pixels than are converted at once.
fn rgb_of_few(pixels: &mut [[u8; 3]]) {
    let mut part = [[0; 3]; LEVELS];
    part[..pixels.len()].copy_from_slice(pixels);
    Levels::join(converted(Levels::split(&part)), &mut part);
    pixels.copy_from_slice(&part[..pixels.len()]);
}

#[inline(always)]
fn converted([luma, blue, red]: [Levels; 3]) -> [Levels; 3] {
    /// What one is with 16 bits behind the point, and where a difference of colour is none.
    const ONE: i32 = 1 << 16;
    const NONE: i32 = 128;
    let luma = (luma, 0, ONE);
    [
        Levels::mixed([luma, (red, NONE, 91_881)]),
        Levels::mixed([luma, (blue, NONE, -22_554), (red, NONE, -46_802)]),
        Levels::mixed([luma, (blue, NONE, 116_130)]),
    ]
}

#[cfg(test)]
mod tests {
    use super::{rgb_of_planes, rgb_of_ycbcr};

    #[test]
    fn colours_are_those_of_jfif() {
        // All of them, but for what lies between fives.
        let levels = || (0..=255_u8).step_by(5);
        let all: Vec<[u8; 3]> =
            levels().flat_map(|y| levels().flat_map(move |cb| levels().map(move |cr| [y, cb, cr]))).collect();
        let channel = |c: usize| all.iter().map(|pixel| pixel[c]).collect::<Vec<_>>();
        let mut rgb = vec![[0; 3]; all.len()];
        rgb_of_planes(&channel(0), &channel(1), &channel(2), &mut rgb);
        let mut together = all.clone();
        rgb_of_ycbcr(&mut together);
        assert_eq!(together, rgb);
        for (&[y, cb, cr], found) in all.iter().zip(rgb) {
            // T.871, 7.
            let [y, cb, cr] = [f64::from(y), f64::from(cb) - 128.0, f64::from(cr) - 128.0];
            let exact = [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb];
            for (level, found) in exact.into_iter().zip(found) {
                assert!((level.clamp(0.0, 255.0) - f64::from(found)).abs() < 0.51, "{found} for {level}");
            }
        }
    }
}
