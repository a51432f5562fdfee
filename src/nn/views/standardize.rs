//! Levels → a network's scale, on the device.

use burn::tensor::{Tensor, TensorData};

use crate::augment::Standardizer;

/// Levels `[batch, 3, height, width]` → numbers of the same shape, in Keras's order: rescaled, by each picture's own figures,
/// by those of the training pictures.
pub fn standardize(levels: Tensor<4>, by: &Standardizer) -> Tensor<4> {
    featurewise(samplewise(levels * by.rescale, by), by)
}

fn samplewise(pictures: Tensor<4>, by: &Standardizer) -> Tensor<4> {
    let batch = pictures.dims()[0];
    let mean = |of: Tensor<4>| of.reshape([batch as i32, -1]).mean_dim(1).reshape([batch, 1, 1, 1]);
    if !by.samplewise_center {
        return pictures;
    }
    let centred = pictures.clone() - mean(pictures);
    if !by.samplewise_std {
        return centred;
    }
    let deviation = mean(centred.clone() * centred.clone()).sqrt();
    centred / (deviation + Standardizer::EPSILON)
}

fn featurewise(pictures: Tensor<4>, by: &Standardizer) -> Tensor<4> {
    let device = pictures.device();
    let row = |values: [f64; 3]| {
        let values = values.map(|value| value as f32).to_vec();
        Tensor::<4>::from_data(TensorData::new(values, [1, 3, 1, 1]), &device)
    };
    let centred = by.mean.map_or(pictures.clone(), |mean| pictures - row(mean));
    by.std.map_or(centred.clone(), |std| centred / row(std.map(|std| std + Standardizer::EPSILON)))
}
