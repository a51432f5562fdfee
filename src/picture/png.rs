//! What a PNG file says of its colours where it has no ICC profile: the chunks cICP, sRGB, gAMA and cHRM
//! (<https://www.w3.org/TR/png-3/#11addnlcolinfo>). Browsers follow them.

use qcms::{CIE_xyY, CIE_xyYTRIPLE, Profile};

/// Bytes of the signature.
const SIGNATURE: usize = 8;
/// Numbers in gAMA and cHRM are whole, in hundred-thousandths.
const UNIT: f64 = 100_000.0;
/// Gammas that a display may have; others are garbled.
const GAMMAS: std::ops::RangeInclusive<f64> = 0.2..=10.0;
/// White and the primaries of sRGB: x and y of each.
const SRGB: [[f64; 2]; 4] = [[0.3127, 0.329], [0.64, 0.33], [0.3, 0.6], [0.15, 0.06]];

/// The profile that the file's chunks describe; `None` if they say sRGB or nothing.
pub fn profile(bytes: &[u8], grey: bool) -> Option<Box<Profile>> {
    // Primaries, curve, matrix and range; what is no RGB of the full range is for video.
    if let Some(&[primaries, curve, 0, 1]) = chunk(bytes, b"cICP") {
        return if grey { None } else { Profile::new_cicp(primaries.into(), curve.into()) };
    }
    if chunk(bytes, b"sRGB").is_some() {
        return None;
    }
    let gamma = UNIT / numbers::<1>(chunk(bytes, b"gAMA")?)?[0];
    if !GAMMAS.contains(&gamma) {
        return None;
    }
    if grey {
        return Some(Profile::new_gray_with_gamma(gamma as f32));
    }
    let places = chunk(bytes, b"cHRM").and_then(numbers::<8>).map_or(SRGB, |numbers| {
        std::array::from_fn(|index| [numbers[2 * index] / UNIT, numbers[2 * index + 1] / UNIT])
    });
    if places.iter().any(|&[x, y]| y <= 0.0 || x + y > 1.0) {
        return None;
    }
    let [white, red, green, blue] = places.map(|[x, y]| CIE_xyY { x, y, Y: 1.0 });
    let gamma = gamma as f32;
    Profile::new_rgb_with_gamma_set(white, CIE_xyYTRIPLE { red, green, blue }, gamma, gamma, gamma)
}

/// The body of a chunk before the pixels.
fn chunk<'a>(bytes: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    let mut rest = bytes.get(SIGNATURE..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let (body, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        match kind {
            b"IDAT" => return None,
            _ if kind == name => return Some(body),
            _ => rest = after.get(4..)?, // behind the checksum
        }
    }
}

fn numbers<const N: usize>(body: &[u8]) -> Option<[f64; N]> {
    let numbers: Vec<f64> = body.as_chunks().0.iter().map(|number| u32::from_be_bytes(*number).into()).collect();
    numbers.try_into().ok()
}
