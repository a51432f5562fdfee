//! Pixels → the numbers that a network was trained on.

use fast_image_resize::images::{TypedCroppedImage, TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use serde::{Deserialize, Serialize};

use super::pixels::Pixels;

/// How a network wants its pictures: a centre square, resized once, then `(level - mean) / std`. It is data that
/// stands beside the weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preprocess {
    /// Side of the square that the network sees, in pixels.
    pub size: u32,
    /// Share of the picture's short side that the centre square takes, above 0, at most 1.
    pub crop: f32,
    /// Mean level of red, green and blue, of 0–255.
    pub mean: [f32; 3],
    /// Deviation of red, green and blue, of 0–255.
    pub std: [f32; 3],
}

impl Preprocess {
    /// The centre square, `size` × `size` pixels, by a triangle filter that widens when shrinking: what Pillow's
    /// `crop(...).resize(..., BILINEAR)` gives, to one level.
    pub fn square(&self, pixels: &Pixels) -> Pixels {
        let (left, top, side) = self.centre(pixels.width(), pixels.height());
        let whole = TypedImageRef::<U8x3>::from_buffer(pixels.width(), pixels.height(), pixels.rgb())
            .expect("pixels have three bytes each");
        // A view, not the resizer's own crop, whose filter would reach over the square's edge.
        let centre =
            TypedCroppedImage::from_ref(&whole, left, top, side, side).expect("the square is within the picture");
        let mut square = TypedImage::new(self.size, self.size);
        let triangle = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        Resizer::new().resize_typed(&centre, &mut square, &triangle).expect("the square is within the picture");
        let rgb = square.pixels().iter().flat_map(|pixel| pixel.0).collect();
        Pixels::of(rgb, self.size, self.size)
    }

    /// Levels → `(level - mean) / std`, channel by channel: shape `[3, height, width]`.
    pub fn normalise(&self, pixels: &Pixels) -> Vec<f32> {
        let channel = |c: usize| {
            let levels = pixels.rgb().iter().skip(c).step_by(3);
            levels.map(move |&level| (f32::from(level) - self.mean[c]) / self.std[c])
        };
        (0..3).flat_map(channel).collect()
    }

    /// The same, pixel by pixel: shape `[height, width, 3]`.
    pub fn normalise_channels_last(&self, pixels: &Pixels) -> Vec<f32> {
        let mut values: Vec<f32> = pixels.rgb().iter().copied().map(f32::from).collect();
        for pixel in values.as_chunks_mut::<3>().0 {
            *pixel = std::array::from_fn(|c| (pixel[c] - self.mean[c]) / self.std[c]);
        }
        values
    }

    /// Left, top and side of the centre square; offsets are rounded down, as torchvision and Keras do.
    fn centre(&self, width: u32, height: u32) -> (u32, u32, u32) {
        let short = width.min(height);
        let side = ((short as f32 * self.crop).round() as u32).clamp(1, short);
        ((width - side) / 2, (height - side) / 2, side)
    }
}
