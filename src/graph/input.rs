//! From a picture to the numbers that the first layer takes.

use crate::augment::Standardizer;
use crate::picture::Preprocess;

/// What happens to a picture: its centre square is resized, and levels `x` (0–255) become `(s(rescale · x) − mean) / std`, where `s`
/// standardises by the picture's own figures.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// Nothing.
    AsIs,
    /// Its mean is subtracted.
    Centred,
    /// Its mean is subtracted, and the rest divided by its standard deviation plus [`Standardizer::EPSILON`].
    Standardized,
}

impl Input {
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
