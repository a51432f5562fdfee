//! What happens to one picture.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

use super::augmentation::{Augmentation, ResizedCrop};

/// How often torchvision tries to find a crop that fits.
const CROP_ATTEMPTS: usize = 10;

/// What was drawn for one picture. The default is the picture as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Degrees, counter-clockwise.
    pub rotation: f64,
    /// Pixels that the content moves to the left before it is turned, Keras's sign.
    pub shift_x: f64,
    /// Pixels that the content moves up before it is turned, Keras's sign.
    pub shift_y: f64,
    /// Degrees.
    pub shear: f64,
    /// What is seen across: below 1 magnifies.
    pub zoom_x: f64,
    /// What is seen down: below 1 magnifies.
    pub zoom_y: f64,
    /// Left and right exchanged.
    pub horizontal_flip: bool,
    /// Top and bottom exchanged.
    pub vertical_flip: bool,
    /// Levels added to every channel.
    pub channel_shift: f64,
    /// What levels are multiplied by and cut to whole ones; none leaves them.
    pub brightness: Option<f64>,
    /// The part that is stretched over the whole.
    pub crop: Option<Crop>,
}

/// A part of a picture, in whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Crop {
    /// Columns to its left.
    pub left: u32,
    /// Rows above it.
    pub top: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Default for View {
    fn default() -> Self {
        Self {
            rotation: 0.0,
            shift_x: 0.0,
            shift_y: 0.0,
            shear: 0.0,
            zoom_x: 1.0,
            zoom_y: 1.0,
            horizontal_flip: false,
            vertical_flip: false,
            channel_shift: 0.0,
            brightness: None,
            crop: None,
        }
    }
}

impl View {
    /// Whether it does more than mirror the picture and change its levels, so that the picture has to be resampled.
    pub fn resamples(&self) -> bool {
        let still = Self {
            horizontal_flip: self.horizontal_flip,
            vertical_flip: self.vertical_flip,
            channel_shift: self.channel_shift,
            brightness: self.brightness,
            ..Self::default()
        };
        *self != still
    }
}

impl Augmentation {
    /// Draws a view of a picture of `[height, width]` pixels.
    ///
    /// It takes the same random numbers whatever is on or off, so that changing one parameter leaves the draws of the
    /// others, and so that the same seed draws the same views on every platform and device.
    pub fn draw(&self, [height, width]: [usize; 2], rng: &mut ChaCha8Rng) -> View {
        let mut within = |max: f64| max * rng.random_range(-1.0..=1.0);
        let rotation = within(self.rotation);
        let shift_x = within(pixels(self.width_shift, width));
        let shift_y = within(pixels(self.height_shift, height));
        let (shear, channel_shift) = (within(self.shear), within(self.channel_shift));
        let mut between = |[low, high]: [f64; 2]| low + (high - low) * rng.random_range(0.0..=1.0);
        let (zoom_x, zoom_y) = (between(self.zoom), between(self.zoom));
        let factor = between(self.brightness.unwrap_or_default());
        let (horizontal, vertical) = (rng.random_bool(0.5), rng.random_bool(0.5));
        let mut crop_rng = ChaCha8Rng::seed_from_u64(rng.random());
        View {
            rotation,
            shift_x,
            shift_y,
            shear,
            zoom_x,
            zoom_y,
            horizontal_flip: self.horizontal_flip && horizontal,
            vertical_flip: self.vertical_flip && vertical,
            channel_shift,
            brightness: self.brightness.map(|_| factor),
            crop: self.resized_crop.map(|crop| crop.draw(height as f64, width as f64, &mut crop_rng)),
        }
    }
}

/// A shift in pixels: below 1 it is a share of the side.
fn pixels(shift: f64, side: usize) -> f64 {
    if shift < 1.0 { shift * side as f64 } else { shift }
}

impl ResizedCrop {
    /// As torchvision's `RandomResizedCrop.get_params`: up to ten attempts, then the largest crop of an allowed ratio,
    /// in the centre.
    fn draw(&self, height: f64, width: f64, rng: &mut ChaCha8Rng) -> Crop {
        let mut between = |low: f64, high: f64| low + (high - low) * rng.random_range(0.0..=1.0);
        let [min, max] = self.scale;
        let [narrow, wide] = self.ratio.map(f64::ln);
        for _ in 0..CROP_ATTEMPTS {
            let area = height * width * between(min, max);
            let ratio = between(narrow, wide).exp();
            let (across, down) = ((area * ratio).sqrt().round_ties_even(), (area / ratio).sqrt().round_ties_even());
            if (1.0..=width).contains(&across) && (1.0..=height).contains(&down) {
                // A share of the free places, each as likely.
                let place = |free: f64, share: f64| ((free + 1.0) * share).floor().min(free);
                let (left, top) = (between(0.0, 1.0), between(0.0, 1.0));
                return crop(place(width - across, left), place(height - down, top), across, down);
            }
        }
        self.largest(height, width)
    }

    fn largest(&self, height: f64, width: f64) -> Crop {
        let ratio = (width / height).clamp(self.ratio[0], self.ratio[1]);
        let across = (height * ratio).round_ties_even().clamp(1.0, width);
        let down = (width / ratio).round_ties_even().clamp(1.0, height);
        crop(((width - across) / 2.0).floor(), ((height - down) / 2.0).floor(), across, down)
    }
}

fn crop(left: f64, top: f64, width: f64, height: f64) -> Crop {
    Crop { left: left as u32, top: top as u32, width: width as u32, height: height as u32 }
}
