//! Bytes of a picture file → upright RGB pixels.

use std::borrow::Cow;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits};

use super::fault::{damaged, header_fault, pixel_fault};
use super::pixels::Pixels;
use super::size::check_size;
use super::{colour, depth, jpeg, kind, png, webp};
use crate::error::Result;

/// Maximum bytes that a decoder may take for one picture, so that a small file cannot ask for all memory.
const MAX_DECODER_BYTES: u64 = 768 << 20;

/// Pixels of a picture's short side that are enough for every network: twice the largest square, EfficientNet-Lite4's.
pub const ENOUGH: u32 = 2 * 300;

/// Decodes a JPEG, PNG, WebP, GIF (first frame) or BMP picture, known by its content.
///
/// The picture is turned upright as its EXIF data says, its colours are converted from its profile to sRGB,
/// transparency is laid on white, and grey, CMYK, palette and 16-bit pixels become 8-bit RGB. Pictures of 16 bits whose
/// values need no more than 12 or 8 are taken as of so many bits.
///
/// # Errors
/// [`crate::Error::UnsupportedFormat`], [`crate::Error::BrokenPicture`], [`crate::Error::PictureTooSmall`] and
/// [`crate::Error::PictureTooLarge`]; sizes are checked before any pixel is decoded.
pub fn decode(bytes: &[u8]) -> Result<Pixels> {
    decode_reduced(bytes, u32::MAX)
}

/// Decodes a picture as [`decode`] does, but a JPEG at a half, a quarter or an eighth of its size, the smallest whose short side has
/// `side` pixels. That takes a fraction of the time, and shows a network the same: it is shrunk for it anyway.
///
/// # Errors
/// As [`decode`].
pub fn decode_reduced(bytes: &[u8], side: u32) -> Result<Pixels> {
    let format = kind::of(bytes)?;
    let bytes = match format {
        ImageFormat::WebP => webp::mended(bytes)?,
        _ => Cow::Borrowed(bytes),
    };
    let reduced = if format == ImageFormat::Jpeg { jpeg::check(&bytes, side)? } else { None };
    let mut decoder = ImageReader::with_format(Cursor::new(&*bytes), format).into_decoder().map_err(header_fault)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(damaged("it has no size"));
    }
    check_size(width, height)?;
    limit(&mut decoder).map_err(|error| pixel_fault(error, width, height))?;
    let orientation = orientation(&mut decoder);
    let icc = decoder.icc_profile().ok().flatten();
    let whole = || DynamicImage::from_decoder(decoder).map_err(|error| pixel_fault(error, width, height));
    let mut image = reduced.map_or_else(whole, Ok)?;
    depth::stretch(&mut image);
    if format == ImageFormat::Bmp && is_invisible(&image) {
        image = image.into_rgb8().into();
    }
    let grey = !image.color().has_color();
    let profile = match icc {
        None if format == ImageFormat::Png => png::profile(&bytes, grey),
        icc => icc.and_then(|icc| colour::profile(&icc, grey)),
    };
    image = colour::to_srgb(image, profile.as_deref());
    let pixels =
        if image.color().has_alpha() { Pixels::from(&image.into_rgba8()) } else { Pixels::from(image.into_rgb8()) };
    Ok(pixels.upright(orientation))
}

/// Makes sure that the pixels and what the decoder itself needs fit into [`MAX_DECODER_BYTES`].
fn limit(decoder: &mut impl ImageDecoder) -> ImageResult<()> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)
}

/// How the EXIF data says that the picture is to be turned. In WebP and PNG files, too, it may have JPEG's prefix.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    let exif = decoder.exif_metadata().ok().flatten().unwrap_or_default();
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif);
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}

/// Whether all pixels are transparent: writers of BMP leave a declared alpha at 0 and mean opaque.
fn is_invisible(image: &DynamicImage) -> bool {
    image.as_rgba8().is_some_and(|image| image.pixels().all(|pixel| pixel.0[3] == 0))
}
