//! Four strengths to choose from.

use super::augmentation::{Augmentation, ResizedCrop};

impl Augmentation {
    /// No augmentation.
    pub fn off() -> Self {
        Self::default()
    }

    /// What a hand-held camera does. No flips, so that it suits letters and gestures as well.
    pub fn gentle() -> Self {
        Self {
            rotation: 10.0,
            width_shift: 0.05,
            height_shift: 0.05,
            zoom: [0.9, 1.1],
            brightness: Some([0.85, 1.15]),
            ..Self::default()
        }
    }

    /// The example that courses on Keras begin with. Its shear of 0.2 is a fifth of a degree.
    pub fn textbook() -> Self {
        Self {
            rotation: 20.0,
            width_shift: 0.2,
            height_shift: 0.2,
            shear: 0.2,
            zoom: [0.8, 1.2],
            horizontal_flip: true,
            ..Self::default()
        }
    }

    /// For many epochs over few pictures, with objects anywhere and in any light.
    pub fn strong() -> Self {
        Self {
            rotation: 30.0,
            width_shift: 0.2,
            height_shift: 0.2,
            shear: 15.0,
            zoom: [0.7, 1.3],
            horizontal_flip: true,
            channel_shift: 30.0,
            brightness: Some([0.6, 1.4]),
            resized_crop: Some(ResizedCrop { scale: [0.5, 1.0], ..ResizedCrop::default() }),
            ..Self::default()
        }
    }
}
