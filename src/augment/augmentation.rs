//! The parameters of Keras's `ImageDataGenerator`.

use serde::{Deserialize, Serialize};

use super::fill::FillMode;

/// How much pictures are augmented. The default leaves them as they are. Names, units and meaning are Keras's
/// `ImageDataGenerator`'s; the [module](super) says where they differ.
///
/// Pictures are augmented in this order: random resized crop; rotation, shifts, shear and zoom as one resampling; channel
/// shift; flips; brightness. The last five, from `rescale` on, are what a [`Standardizer`](super::Standardizer) does
/// afterwards, with no chance in it; only a network from scratch takes them, for a pretrained one is fed as it was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Augmentation {
    /// Maximum rotation in degrees, either way, 0–180.
    pub rotation: f64,
    /// Maximum shift left or right: below 1 a share of the width, from 1 on pixels.
    pub width_shift: f64,
    /// Maximum shift up or down: below 1 a share of the height, from 1 on pixels.
    pub height_shift: f64,
    /// Maximum slant of vertical lines in degrees, either way, 0–60. Heights shrink by the cosine, as in Keras.
    pub shear: f64,
    /// Minimum and maximum of what is seen across and, drawn apart, down, 0.1–10: below 1 magnifies. Keras's `zoom_range = z` is
    /// `[1 - z, 1 + z]`.
    pub zoom: [f64; 2],
    /// Mirror left and right, half of the time.
    pub horizontal_flip: bool,
    /// Turn upside down, half of the time.
    pub vertical_flip: bool,
    /// Maximum of levels that all three channels are raised or lowered together, 0–255, clamped to the picture's own darkest
    /// and brightest.
    pub channel_shift: f64,
    /// Minimum and maximum factor of the levels, 0–10, then cut to whole levels up to 255; none leaves them.
    pub brightness: Option<[f64; 2]>,
    /// What is seen beyond the picture's border.
    pub fill_mode: FillMode,
    /// The level beyond the border with [`FillMode::Constant`], 0–255.
    pub cval: f64,
    /// A part of the picture, drawn anew each time, stretched over the whole.
    pub resized_crop: Option<ResizedCrop>,
    /// What levels are multiplied by, above 0, at most 1000. With none of the five, a network from scratch is fed 1/255.
    pub rescale: Option<f64>,
    /// Subtract each picture's own mean.
    pub samplewise_center: bool,
    /// Divide by each picture's own standard deviation; centres, too.
    pub samplewise_std: bool,
    /// Subtract the training pictures' mean, channel by channel.
    pub featurewise_center: bool,
    /// Divide by the training pictures' standard deviation, channel by channel; centres, too.
    pub featurewise_std: bool,
}

/// torchvision's `RandomResizedCrop`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ResizedCrop {
    /// Minimum and maximum share of the picture's area, above 0, at most 1.
    pub scale: [f64; 2],
    /// Minimum and maximum of width over height, 0.1–10.
    pub ratio: [f64; 2],
}

impl Default for ResizedCrop {
    /// torchvision's.
    fn default() -> Self {
        Self { scale: [0.08, 1.0], ratio: [3.0 / 4.0, 4.0 / 3.0] }
    }
}

impl Default for Augmentation {
    fn default() -> Self {
        Self {
            rotation: 0.0,
            width_shift: 0.0,
            height_shift: 0.0,
            shear: 0.0,
            zoom: [1.0, 1.0],
            horizontal_flip: false,
            vertical_flip: false,
            channel_shift: 0.0,
            brightness: None,
            fill_mode: FillMode::Nearest,
            cval: 0.0,
            resized_crop: None,
            rescale: None,
            samplewise_center: false,
            samplewise_std: false,
            featurewise_center: false,
            featurewise_std: false,
        }
    }
}

impl Augmentation {
    /// Whether every view of a picture is the picture itself. Rescaling and standardising do not count.
    pub fn is_off(&self) -> bool {
        let standardizing = Self {
            fill_mode: self.fill_mode,
            cval: self.cval,
            rescale: self.rescale,
            samplewise_center: self.samplewise_center,
            samplewise_std: self.samplewise_std,
            featurewise_center: self.featurewise_center,
            featurewise_std: self.featurewise_std,
            ..Self::default()
        };
        *self == standardizing
    }
}
