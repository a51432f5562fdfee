//! A picture in memory: upright, opaque, 8 bits a channel.

use image::metadata::Orientation;
use image::{Rgb, RgbImage, RgbaImage, imageops};

use super::fault::damaged;
use super::size::check_size;
use crate::error::Result;

/// RGB pixels, 3 bytes each, row by row from the top left.
#[derive(Debug, Clone, PartialEq)]
pub struct Pixels(RgbImage);

impl Pixels {
    /// Takes `width` × `height` × 4 bytes of RGBA, as a canvas returns them, and lays them on white.
    ///
    /// # Errors
    /// [`crate::Error::PictureTooSmall`], [`crate::Error::PictureTooLarge`], and [`crate::Error::BrokenPicture`] when `rgba` has another length.
    pub fn from_rgba(rgba: &[u8], width: u32, height: u32) -> Result<Self> {
        check_size(width, height)?;
        check_length(rgba, width, height, 4)?;
        let mut rgb = vec![0; rgba.len() / 4 * 3];
        for (to, &pixel) in rgb.as_chunks_mut().0.iter_mut().zip(rgba.as_chunks().0) {
            *to = on_white(pixel);
        }
        Ok(Self::of(rgb, width, height))
    }

    /// Takes `width` × `height` × 3 bytes of RGB.
    ///
    /// # Errors
    /// As [`Pixels::from_rgba`].
    pub fn from_rgb(rgb: Vec<u8>, width: u32, height: u32) -> Result<Self> {
        check_size(width, height)?;
        check_length(&rgb, width, height, 3)?;
        Ok(Self::of(rgb, width, height))
    }

    /// Takes RGB bytes that are known to fit.
    ///
    /// # Panics
    /// If `rgb` is not `width` × `height` × 3 bytes long.
    pub(super) fn of(rgb: Vec<u8>, width: u32, height: u32) -> Self {
        Self(RgbImage::from_raw(width, height, rgb).expect("three bytes a pixel"))
    }

    /// Takes levels 0–255 as networks have them, `[3, height, width]`, and rounds them to whole ones.
    ///
    /// # Panics
    /// If there are not `width` × `height` × 3.
    pub fn from_levels(levels: &[f32], width: u32, height: u32) -> Self {
        let plane = width as usize * height as usize;
        let (red, others) = levels.split_at(plane);
        let (green, blue) = others.split_at(plane);
        let mut rgb = vec![0; plane * 3];
        for (at, pixel) in rgb.as_chunks_mut().0.iter_mut().enumerate() {
            *pixel = [red[at], green[at], blue[at]].map(|level| (level + 0.5) as u8);
        }
        Self::of(rgb, width, height)
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.0.width()
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.0.height()
    }

    /// The bytes: red, green, blue for each pixel.
    pub fn rgb(&self) -> &[u8] {
        self.0.as_raw()
    }

    /// The bytes, without a copy.
    pub fn into_rgb(self) -> Vec<u8> {
        self.0.into_raw()
    }

    /// The bytes with an opaque alpha, as a canvas takes them.
    pub fn to_rgba(&self) -> Vec<u8> {
        let pixels = self.rgb().as_chunks().0;
        let mut rgba = vec![0; pixels.len() * 4];
        for (to, &[r, g, b]) in rgba.as_chunks_mut().0.iter_mut().zip(pixels) {
            *to = [r, g, b, 255];
        }
        rgba
    }
}

impl Pixels {
    /// The picture turned. Of [`image::DynamicImage`], the same would be code for ten kinds of pixels.
    pub(super) fn upright(self, orientation: Orientation) -> Self {
        let image = &self.0;
        Self(match orientation {
            Orientation::NoTransforms => return self,
            Orientation::Rotate90 => imageops::rotate90(image),
            Orientation::Rotate180 => imageops::rotate180(image),
            Orientation::Rotate270 => imageops::rotate270(image),
            Orientation::FlipHorizontal => imageops::flip_horizontal(image),
            Orientation::FlipVertical => imageops::flip_vertical(image),
            Orientation::Rotate90FlipH => imageops::flip_horizontal(&imageops::rotate90(image)),
            Orientation::Rotate270FlipH => imageops::flip_horizontal(&imageops::rotate270(image)),
        })
    }
}

impl From<RgbImage> for Pixels {
    fn from(image: RgbImage) -> Self {
        Self(image)
    }
}

impl From<&RgbaImage> for Pixels {
    /// Lays the picture on white.
    fn from(image: &RgbaImage) -> Self {
        Self(RgbImage::from_fn(image.width(), image.height(), |x, y| Rgb(on_white(image.get_pixel(x, y).0))))
    }
}

fn check_length(bytes: &[u8], width: u32, height: u32, channels: usize) -> Result<()> {
    let expected = width as usize * height as usize * channels;
    if bytes.len() == expected { Ok(()) } else { Err(damaged(format!("{} bytes instead of {expected}", bytes.len()))) }
}

/// One pixel composited over white, rounded to the nearest level.
fn on_white([r, g, b, a]: [u8; 4]) -> [u8; 3] {
    let over = |channel: u8| {
        let (channel, alpha) = (u32::from(channel), u32::from(a));
        ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    [over(r), over(g), over(b)]
}
