//! Bytes of a picture file → upright RGB pixels.

use std::borrow::Cow;
use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits};
use qcms::Profile;

use super::fault::{damaged, header_fault, pixel_fault, unsupported};
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
    match kind::of(bytes)? {
        ImageFormat::Jpeg => jpeg_picture(bytes, side),
        format => other_picture(bytes, format),
    }
}

/// [`decode_reduced`] for JPEG alone: a module that has no other use for the other decoders goes without them.
///
/// # Errors
/// As [`decode`]; [`crate::Error::UnsupportedFormat`] for all other formats.
pub fn decode_jpeg(bytes: &[u8], side: u32) -> Result<Pixels> {
    match kind::of(bytes)? {
        ImageFormat::Jpeg => jpeg_picture(bytes, side),
        _ => Err(unsupported("no JPEG picture")),
    }
}

/// [`decode`] for all formats but JPEG.
///
/// # Errors
/// As [`decode`]; [`crate::Error::UnsupportedFormat`] for JPEG, too.
pub fn decode_other(bytes: &[u8]) -> Result<Pixels> {
    match kind::of(bytes)? {
        ImageFormat::Jpeg => Err(unsupported("a JPEG picture")),
        format => other_picture(bytes, format),
    }
}

fn jpeg_picture(bytes: &[u8], side: u32) -> Result<Pixels> {
    let picture = jpeg::picture(bytes, side)?;
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(header_fault)?;
    let decoded = Decoded::of(decoder, picture)?;
    let profile = decoded.icc_profile();
    Ok(decoded.pixels(profile.as_deref()))
}

fn other_picture(bytes: &[u8], format: ImageFormat) -> Result<Pixels> {
    let bytes = match format {
        ImageFormat::WebP => webp::mended(bytes)?,
        _ => Cow::Borrowed(bytes),
    };
    let decoder = ImageReader::with_format(Cursor::new(&*bytes), format).into_decoder().map_err(header_fault)?;
    let mut decoded = Decoded::of(decoder, None)?;
    depth::stretch(&mut decoded.image);
    if format == ImageFormat::Bmp && is_invisible(&decoded.image) {
        decoded.image = decoded.image.into_rgb8().into();
    }
    let profile = match &decoded.icc {
        None if format == ImageFormat::Png => png::profile(&bytes, decoded.is_grey()),
        _ => decoded.icc_profile(),
    };
    Ok(decoded.pixels(profile.as_deref()))
}

/// A picture as its file has it, and what the file says of its colours and its place.
struct Decoded {
    image: DynamicImage,
    orientation: Orientation,
    icc: Option<Vec<u8>>,
}

impl Decoded {
    /// `picture`: the pixels, where they are known already.
    fn of(mut decoder: impl ImageDecoder, picture: Option<DynamicImage>) -> Result<Self> {
        let (width, height) = decoder.dimensions();
        if width == 0 || height == 0 {
            return Err(damaged("it has no size"));
        }
        check_size(width, height)?;
        limit(&mut decoder).map_err(|error| pixel_fault(error, width, height))?;
        let orientation = orientation(&mut decoder);
        let icc = decoder.icc_profile().ok().flatten();
        let whole = || DynamicImage::from_decoder(decoder).map_err(|error| pixel_fault(error, width, height));
        Ok(Self { image: picture.map_or_else(whole, Ok)?, orientation, icc })
    }

    fn is_grey(&self) -> bool {
        !self.image.color().has_color()
    }

    fn icc_profile(&self) -> Option<Box<Profile>> {
        self.icc.as_ref().and_then(|icc| colour::profile(icc, self.is_grey()))
    }

    fn pixels(self, profile: Option<&Profile>) -> Pixels {
        let image = colour::to_srgb(self.image, profile);
        let pixels =
            if image.color().has_alpha() { Pixels::from(&image.into_rgba8()) } else { Pixels::from(image.into_rgb8()) };
        pixels.upright(self.orientation)
    }
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
