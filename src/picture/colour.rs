//! Colour profiles → sRGB, which networks are trained on and cameras deliver.

use image::{DynamicImage, RgbImage, RgbaImage};
use qcms::{DataType, Intent, Profile, Transform};

/// An ICC profile; `None` if it is sRGB, of another kind than the picture, or cannot be read.
pub fn profile(icc: &[u8], grey: bool) -> Option<Box<Profile>> {
    // What the profile is for stands in its header (ICC.1:2022, 7.2.6).
    let fits = icc.get(16..20) == Some(if grey { b"GRAY" } else { b"RGB " });
    if fits { Profile::new_from_slice(icc, false).filter(|profile| !profile.is_sRGB()) } else { None }
}

/// Converts a picture's colours from its profile.
pub fn to_srgb(image: DynamicImage, profile: Option<&Profile>) -> DynamicImage {
    profile.and_then(|profile| converted(&image, profile)).unwrap_or(image)
}

fn converted(image: &DynamicImage, profile: &Profile) -> Option<DynamicImage> {
    let mut srgb = Profile::new_sRGB();
    srgb.precache_output_transform();
    let convert = |from, to, pixels: &[u8], length: usize| {
        let transform = Transform::new_to(profile, &srgb, from, to, Intent::default())?;
        let mut converted = vec![0; length];
        transform.convert(pixels, &mut converted);
        Some(converted)
    };
    let (width, height) = (image.width(), image.height());
    let plane = width as usize * height as usize;
    match (image.color().has_color(), image.color().has_alpha()) {
        (true, false) => {
            let rgb = convert(DataType::RGB8, DataType::RGB8, &image.to_rgb8(), plane * 3)?;
            RgbImage::from_raw(width, height, rgb).map(Into::into)
        }
        (true, true) => {
            let rgba = convert(DataType::RGBA8, DataType::RGBA8, &image.to_rgba8(), plane * 4)?;
            RgbaImage::from_raw(width, height, rgba).map(Into::into)
        }
        (false, false) => {
            let rgb = convert(DataType::Gray8, DataType::RGB8, &image.to_luma8(), plane * 3)?;
            RgbImage::from_raw(width, height, rgb).map(Into::into)
        }
        (false, true) => {
            let rgba = convert(DataType::GrayA8, DataType::RGBA8, &image.to_luma_alpha8(), plane * 4)?;
            RgbaImage::from_raw(width, height, rgba).map(Into::into)
        }
    }
}
