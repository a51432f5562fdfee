//! From levels to a network's scale: what Keras's `ImageDataGenerator` does after augmenting.

use burn::tensor::{Tensor, TensorData};
use serde::{Deserialize, Serialize};

use super::augmentation::Augmentation;
use crate::picture::Pixels;

/// What Keras adds to a standard deviation before dividing by it.
const EPSILON: f64 = 1e-6;

/// Mean and standard deviation of pictures, channel by channel. Sums of whole levels are exact, so that the order in which
/// pictures are seen does not matter. It sees them as they are, as Keras's `fit` does unless it is told otherwise.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    pixels: u64,
    sums: [u64; 3],
    squares: [u64; 3],
}

impl Statistics {
    /// Takes a picture in.
    pub fn see(&mut self, picture: &Pixels) {
        for rgb in picture.rgb().as_chunks::<3>().0 {
            for (channel, level) in rgb.map(u64::from).into_iter().enumerate() {
                self.sums[channel] += level;
                self.squares[channel] += level * level;
            }
        }
        self.pixels += u64::from(picture.width()) * u64::from(picture.height());
    }

    /// In levels; 0 if nothing was seen.
    fn means(&self) -> [f64; 3] {
        self.sums.map(|sum| sum as f64 / self.pixels.max(1) as f64)
    }

    /// In levels; of the whole, not estimated from a sample. 1 if nothing was seen.
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
/// pictures' mean and standard deviation, channel by channel. Plain data, to be kept beside the weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standardizer {
    rescale: f64,
    samplewise_center: bool,
    samplewise_std: bool,
    /// What is subtracted of each channel, rescaled.
    mean: Option<[f64; 3]>,
    /// What each channel is divided by, rescaled.
    std: Option<[f64; 3]>,
}

impl Augmentation {
    /// Whether it says anything of what comes after augmenting.
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

    /// Levels `[batch, 3, height, width]` → numbers of the same shape.
    pub fn apply(&self, levels: Tensor<4>) -> Tensor<4> {
        self.featurewise(self.samplewise(levels * self.rescale))
    }

    fn samplewise(&self, pictures: Tensor<4>) -> Tensor<4> {
        let batch = pictures.dims()[0];
        let mean = |of: Tensor<4>| of.reshape([batch as i32, -1]).mean_dim(1).reshape([batch, 1, 1, 1]);
        if !self.samplewise_center {
            return pictures;
        }
        let centred = pictures.clone() - mean(pictures);
        if !self.samplewise_std {
            return centred;
        }
        let deviation = mean(centred.clone() * centred.clone()).sqrt();
        centred / (deviation + EPSILON)
    }

    fn featurewise(&self, pictures: Tensor<4>) -> Tensor<4> {
        let device = pictures.device();
        let row = |values: [f64; 3]| {
            let values = values.map(|value| value as f32).to_vec();
            Tensor::<4>::from_data(TensorData::new(values, [1, 3, 1, 1]), &device)
        };
        let centred = self.mean.map_or(pictures.clone(), |mean| pictures - row(mean));
        self.std.map_or(centred.clone(), |std| centred / row(std.map(|std| std + EPSILON)))
    }
}
