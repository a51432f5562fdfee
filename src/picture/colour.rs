//! Colour profiles → sRGB, which networks are trained on and cameras deliver.

use image::{DynamicImage, RgbImage, RgbaImage};
use qcms::{DataType, Intent, Profile, Transform};

/// Levels of each channel by which a profile is compared with sRGB.
const SAMPLES: [u8; 6] = [0, 51, 102, 153, 204, 255];

thread_local! {
    static SRGB: Box<Profile> = {
        let mut srgb = Profile::new_sRGB();
        srgb.precache_output_transform();
        srgb
    };
}

/// An ICC profile; `None` if it is sRGB, of another kind than the picture, or cannot be read.
pub fn profile(icc: &[u8], grey: bool) -> Option<Box<Profile>> {
    // What the profile is for stands in its header (ICC.1:2022, 7.2.6).
    let fits = icc.get(16..20) == Some(if grey { b"GRAY" } else { b"RGB " });
    let profile = if fits { Profile::new_from_slice(icc, false) } else { None };
    profile.filter(|profile| !profile.is_sRGB() && (grey || !is_like_srgb(profile)))
}

/// Whether it changes no colour by more than a level. Browsers write sRGB into what they save of a canvas, with numbers of their own.
fn is_like_srgb(profile: &Profile) -> bool {
    let colours: Vec<[u8; 3]> =
        SAMPLES.iter().flat_map(|&r| SAMPLES.iter().flat_map(move |&g| SAMPLES.map(|b| [r, g, b]))).collect();
    let colours = colours.as_flattened();
    let alike = |converted: Vec<u8>| colours.iter().zip(converted).all(|(level, other)| level.abs_diff(other) <= 1);
    convert(profile, [DataType::RGB8, DataType::RGB8], colours, colours.len()).is_some_and(alike)
}

/// Pixels in sRGB, which are `length` bytes. `types`: what they are, and become.
fn convert(profile: &Profile, types: [DataType; 2], pixels: &[u8], length: usize) -> Option<Vec<u8>> {
    let [from, to] = types;
    let transform = SRGB.with(|srgb| Transform::new_to(profile, srgb, from, to, Intent::default()))?;
    let mut converted = vec![0; length];
    transform.convert(pixels, &mut converted);
    Some(converted)
}

/// Converts a picture's colours from its profile.
pub fn to_srgb(image: DynamicImage, profile: Option<&Profile>) -> DynamicImage {
    profile.and_then(|profile| converted(&image, profile)).unwrap_or(image)
}

fn converted(image: &DynamicImage, profile: &Profile) -> Option<DynamicImage> {
    let (width, height) = (image.width(), image.height());
    let plane = width as usize * height as usize;
    match (image.color().has_color(), image.color().has_alpha()) {
        (true, false) => {
            let rgb = convert(profile, [DataType::RGB8, DataType::RGB8], &image.to_rgb8(), plane * 3)?;
            RgbImage::from_raw(width, height, rgb).map(Into::into)
        }
        (true, true) => {
            let rgba = convert(profile, [DataType::RGBA8, DataType::RGBA8], &image.to_rgba8(), plane * 4)?;
            RgbaImage::from_raw(width, height, rgba).map(Into::into)
        }
        (false, false) => {
            let rgb = convert(profile, [DataType::Gray8, DataType::RGB8], &image.to_luma8(), plane * 3)?;
            RgbImage::from_raw(width, height, rgb).map(Into::into)
        }
        (false, true) => {
            let rgba = convert(profile, [DataType::GrayA8, DataType::RGBA8], &image.to_luma_alpha8(), plane * 4)?;
            RgbaImage::from_raw(width, height, rgba).map(Into::into)
        }
    }
}
