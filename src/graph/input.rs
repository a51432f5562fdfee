//! From a picture to the numbers that the first layer takes.

use serde::{Deserialize, Serialize};

use crate::augment::Standardizer;
use crate::picture::Preprocess;

/// What happens to a picture: its centre square is resized, and levels `x` (0–255) become `(s(rescale · x) − mean) / std`, where `s`
/// standardises by the picture's own figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Side of the square, in pixels.
    pub size: u32,
    /// Share of the picture's short side that the centre square takes.
    pub crop: f32,
    /// What levels are multiplied by.
    pub rescale: f32,
    /// What is done by the picture's own figures, over all its pixels and channels.
    pub sample: Sample,
    /// Of red, green and blue.
    pub mean: [f32; 3],
    /// Of red, green and blue.
    pub std: [f32; 3],
}

/// What is done by a picture's own mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sample {
    /// Nothing.
    AsIs,
    /// Its mean is subtracted.
    Centred,
    /// Its mean is subtracted, and the rest divided by its standard deviation plus [`Standardizer::EPSILON`].
    Standardized,
}

impl Input {
    /// Side of the smallest square picture whose centre is taken as it is, without resizing: that of the network's square if nothing
    /// is cropped.
    pub fn whole_side(&self) -> u32 {
        let fits = |side: &u32| (*side as f32 * self.crop).round() as u32 == self.size;
        (self.size..).find(fits).expect("a crop above 0 reaches every size")
    }

    /// Levels × the first + the second give the numbers that the first layer takes, for red, green and blue. None if it hangs on the
    /// picture's own figures.
    pub fn scale_and_shift(&self) -> Option<[[f32; 3]; 2]> {
        let of_channels = |value: fn(&Self, usize) -> f32| std::array::from_fn(|channel| value(self, channel));
        let scale = of_channels(|input, channel| input.rescale / input.std[channel]);
        let shift = of_channels(|input, channel| -input.mean[channel] / input.std[channel]);
        (self.sample == Sample::AsIs).then_some([scale, shift])
    }

    /// What `preprocess` does, with levels standardised by `standardizer` instead, if there is one.
    pub(super) fn new(preprocess: &Preprocess, standardizer: Option<&Standardizer>) -> Self {
        let &Preprocess { size, crop, mean, std } = preprocess;
        let Some(by) = standardizer else {
            return Self { size, crop, rescale: 1.0, sample: Sample::AsIs, mean, std };
        };
        let sample = match (by.samplewise_center, by.samplewise_std) {
            (false, _) => Sample::AsIs,
            (true, false) => Sample::Centred,
            (true, true) => Sample::Standardized,
        };
        let single = |values: [f64; 3]| values.map(|value| value as f32);
        Self {
            size,
            crop,
            rescale: by.rescale as f32,
            sample,
            mean: by.mean.map_or([0.0; 3], single),
            std: by.std.map_or([1.0; 3], |std| single(std.map(|std| std + Standardizer::EPSILON))),
        }
    }
}
