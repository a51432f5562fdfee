//! From levels to a network's scale: what Keras's `ImageDataGenerator` does after augmenting.

use serde::{Deserialize, Serialize};

use super::augmentation::Augmentation;
use crate::picture::Pixels;

/// Mean and standard deviation of pictures, channel by channel. Sums of whole levels are exact, so that the order of the
/// pictures does not matter. Pictures count as they are, without augmentation, as by default in Keras's `fit`.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    pixels: u64,
    sums: [u64; 3],
    squares: [u64; 3],
}

impl Statistics {
    /// Counts a picture in.
    pub fn add(&mut self, picture: &Pixels) {
        for rgb in picture.rgb().as_chunks::<3>().0 {
            for (channel, level) in rgb.map(u64::from).into_iter().enumerate() {
                self.sums[channel] += level;
                self.squares[channel] += level * level;
            }
        }
        self.pixels += u64::from(picture.width()) * u64::from(picture.height());
    }

    /// In levels; 0 without pictures.
    fn means(&self) -> [f64; 3] {
        self.sums.map(|sum| sum as f64 / self.pixels.max(1) as f64)
    }

    /// In levels; of the whole, not estimated from a sample. 1 without pictures.
    fn deviations(&self) -> [f64; 3] {
        if self.pixels == 0 {
            return [1.0; 3];
        }
        let means = self.means();
        [0, 1, 2].map(|channel| {
            let mean_square = self.squares[channel] as f64 / self.pixels as f64;
            (mean_square - means[channel] * means[channel]).max(0.0).sqrt()
        })
    }
}

/// Rescales, centres and divides, in Keras's order: rescale; each picture's own mean and standard deviation; the training
/// pictures' mean and standard deviation, channel by channel. Plain data, saved beside the weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standardizer {
    /// What levels are multiplied by.
    pub rescale: f64,
    /// Whether each picture's own mean is subtracted.
    pub samplewise_center: bool,
    /// Whether each picture is divided by its own standard deviation.
    pub samplewise_std: bool,
    /// What is subtracted of each channel, rescaled.
    pub mean: Option<[f64; 3]>,
    /// What each channel is divided by, rescaled.
    pub std: Option<[f64; 3]>,
}

impl Augmentation {
    /// Whether it says anything about what comes after augmenting.
    pub fn standardizes(&self) -> bool {
        self.rescale.is_some() || self.samplewise_center || self.samplewise_std || self.needs_statistics()
    }

    /// Whether the training pictures' mean and standard deviation are needed.
    pub fn needs_statistics(&self) -> bool {
        self.featurewise_center || self.featurewise_std
    }
}

impl Standardizer {
    /// What `augmentation` says, with `statistics` of the training pictures if it needs them.
    pub fn new(augmentation: &Augmentation, statistics: &Statistics) -> Self {
        let rescale = augmentation.rescale.unwrap_or(1.0);
        let rescaled = |levels: [f64; 3]| levels.map(|level| level * rescale);
        Self {
            rescale,
            samplewise_center: augmentation.samplewise_center || augmentation.samplewise_std,
            samplewise_std: augmentation.samplewise_std,
            mean: augmentation.needs_statistics().then(|| rescaled(statistics.means())),
            std: augmentation.featurewise_std.then(|| rescaled(statistics.deviations())),
        }
    }

    /// Whether it makes finite numbers of levels: none of its own is NaN or infinite.
    pub fn is_finite(&self) -> bool {
        let numbers = self.mean.iter().chain(&self.std).flatten();
        self.rescale.is_finite() && numbers.copied().all(f64::is_finite)
    }
}
