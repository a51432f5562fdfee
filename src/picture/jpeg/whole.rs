//! A picture at its whole size. The decoder would convert its colours itself, pixel by pixel: half of its time.

use image::{DynamicImage, RgbImage};
use pupil_kernels::rgb_of_ycbcr;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace::YCbCr;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// The picture in a JPEG of luma and two differences of colour; none of other colours, or with a fault that only the pixels show.
pub fn picture(bytes: &[u8]) -> Option<DynamicImage> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(YCbCr);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    decoder.input_colorspace().filter(|&colours| colours == YCbCr)?;
    let (width, height) = decoder.dimensions()?;
    let mut pixels = decoder.decode().ok()?;
    rgb_of_ycbcr(pixels.as_chunks_mut().0);
    RgbImage::from_raw(width as u32, height as u32, pixels).map(Into::into)
}
