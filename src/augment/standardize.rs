//! From levels to a network's scale: what Keras's `ImageDataGenerator` does after augmenting.

use burn::tensor::{Tensor, TensorData};

use super::augmentation::Augmentation;
use crate::picture::Pixels;

/// What Keras adds to a standard deviation before dividing by it.
const EPSILON: f64 = 1e-6;

/// Rescales, centres and divides as an [`Augmentation`] says, in Keras's order: rescale; each picture's own mean and
/// standard deviation; the training pictures' mean and standard deviation, channel by channel.
///
/// Show it every training picture with [`see`](Self::see) before the first [`apply`](Self::apply) if
/// [`needs_fit`](Self::needs_fit). Sums of whole levels are exact, so the order does not matter. It sees pictures as they
/// are, as Keras's `fit` does unless it is told otherwise.
#[derive(Clone, Debug)]
pub struct Standardizer {
    augmentation: Augmentation,
    pixels: u64,
    sums: [u64; 3],
    squares: [u64; 3],
}

impl Standardizer {
    /// One that has seen nothing.
    pub fn new(augmentation: &Augmentation) -> Self {
        Self { augmentation: augmentation.clone(), pixels: 0, sums: [0; 3], squares: [0; 3] }
    }

    /// Whether it has to see the training pictures.
    pub fn needs_fit(&self) -> bool {
        self.augmentation.featurewise_center || self.augmentation.featurewise_std
    }

    /// Takes a training picture into the mean and standard deviation.
    pub fn see(&mut self, picture: &Pixels) {
        for rgb in picture.rgb().as_chunks::<3>().0 {
            for (channel, level) in rgb.map(u64::from).into_iter().enumerate() {
                self.sums[channel] += level;
                self.squares[channel] += level * level;
            }
        }
        self.pixels += u64::from(picture.width()) * u64::from(picture.height());
    }

    /// Levels `[batch, 3, height, width]` → numbers of the same shape. With nothing seen, the mean is 0 and the standard
    /// deviation 1.
    pub fn apply(&self, levels: Tensor<4>) -> Tensor<4> {
        let rescaled = levels * self.augmentation.rescale.unwrap_or(1.0);
        self.featurewise(self.samplewise(rescaled))
    }

    fn samplewise(&self, pictures: Tensor<4>) -> Tensor<4> {
        let Augmentation { samplewise_center, samplewise_std, .. } = self.augmentation;
        if !samplewise_center && !samplewise_std {
            return pictures;
        }
        let batch = pictures.dims()[0];
        let mean = |of: Tensor<4>| of.reshape([batch as i32, -1]).mean_dim(1).reshape([batch, 1, 1, 1]);
        let centred = pictures.clone() - mean(pictures);
        if !samplewise_std {
            return centred;
        }
        let deviation = mean(centred.clone() * centred.clone()).sqrt();
        centred / (deviation + EPSILON)
    }

    fn featurewise(&self, pictures: Tensor<4>) -> Tensor<4> {
        if !self.needs_fit() || self.pixels == 0 {
            return pictures;
        }
        let device = pictures.device();
        let per_channel = |values: [f64; 3]| {
            Tensor::<4>::from_data(TensorData::new(values.map(|value| value as f32).to_vec(), [1, 3, 1, 1]), &device)
        };
        let centred = pictures - per_channel(self.means());
        let divide = self.augmentation.featurewise_std;
        if divide { centred / per_channel(self.deviations().map(|value| value + EPSILON)) } else { centred }
    }

    /// Of what was seen, rescaled.
    fn means(&self) -> [f64; 3] {
        self.sums.map(|sum| sum as f64 / self.pixels as f64 * self.augmentation.rescale.unwrap_or(1.0))
    }

    /// Of what was seen, rescaled; of the whole, not estimated from a sample.
    fn deviations(&self) -> [f64; 3] {
        let rescale = self.augmentation.rescale.unwrap_or(1.0);
        [0, 1, 2].map(|channel| {
            let mean = self.sums[channel] as f64 / self.pixels as f64;
            (self.squares[channel] as f64 / self.pixels as f64 - mean * mean).max(0.0).sqrt() * rescale
        })
    }
}
