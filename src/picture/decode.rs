//! Bytes of a picture file → upright RGB pixels.

use std::io::Cursor;

use image::error::{ImageError, ImageResult};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::pixels::{Pixels, check_size, too_large};
use crate::error::{Error, Result};

/// Most bytes that a decoder may take for one picture, so that a small file cannot ask for all memory.
const MOST_DECODER_BYTES: u64 = 768 << 20;

/// Decodes a JPEG, PNG, WebP, GIF (first frame) or BMP picture, known by its content.
///
/// The picture is turned upright as its EXIF data says, transparency is laid on white, and grey, CMYK, palette and
/// 16-bit pixels become 8-bit RGB. Colour profiles are not applied.
///
/// # Errors
/// [`Error::UnsupportedFormat`], [`Error::BrokenPicture`], [`Error::PictureTooSmall`] and [`Error::PictureTooLarge`];
/// sizes are checked before any pixel is decoded.
pub fn decode(bytes: &[u8]) -> Result<Pixels> {
    let format = image::guess_format(bytes).map_err(|_| Error::UnsupportedFormat)?;
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    limit(&mut decoder).map_err(|error| limited(error, width, height))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| limited(error, width, height))?;
    Ok(upright(image, orientation))
}

/// Sees that the pixels and what the decoder itself needs fit into [`MOST_DECODER_BYTES`].
fn limit(decoder: &mut impl ImageDecoder) -> ImageResult<()> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_DECODER_BYTES);
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)
}

/// RGB pixels on white, turned as `orientation` says.
fn upright(mut image: DynamicImage, orientation: Orientation) -> Pixels {
    image.apply_orientation(orientation);
    if image.color().has_alpha() { Pixels::from(&image.into_rgba8()) } else { Pixels::from(image.into_rgb8()) }
}

/// The error for a picture whose size is known: its memory may be what is wrong.
fn limited(error: ImageError, width: u32, height: u32) -> Error {
    match error {
        ImageError::Limits(_) => too_large(width, height),
        other => broken(other),
    }
}

/// The error for bytes that the decoder refuses.
fn broken(error: ImageError) -> Error {
    match error {
        ImageError::Unsupported(_) => Error::UnsupportedFormat,
        other => Error::BrokenPicture { detail: other.to_string() },
    }
}
