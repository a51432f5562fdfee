//! A picture → the numbers that the first layer takes.

use crate::augment::Standardizer;
use crate::graph::{Input, Sample};
use crate::picture::{Pixels, Preprocess};

/// The centre square of a picture, normalised: `[size, size, 3]`.
pub(super) fn normalised(input: &Input, picture: &Pixels) -> Vec<f32> {
    let square = Preprocess { size: input.size, crop: input.crop, mean: input.mean, std: input.std }.square(picture);
    let mut values: Vec<f32> = square.rgb().iter().map(|&level| f32::from(level) * input.rescale).collect();
    let mean = |values: &[f32]| values.iter().map(|&x| f64::from(x)).sum::<f64>() / values.len() as f64;
    if input.sample != Sample::AsIs {
        let own = mean(&values) as f32;
        values.iter_mut().for_each(|x| *x -= own);
    }
    if input.sample == Sample::Standardized {
        let deviation = mean(&values.iter().map(|x| x * x).collect::<Vec<_>>()).sqrt() as f32;
        values.iter_mut().for_each(|x| *x /= deviation + Standardizer::EPSILON as f32);
    }
    for pixel in values.as_chunks_mut::<3>().0 {
        *pixel = std::array::from_fn(|c| (pixel[c] - input.mean[c]) / input.std[c]);
    }
    values
}
