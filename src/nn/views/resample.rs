//! The one resampling of a batch: the device looks up and interpolates where [`View::grid`] says.

use burn::tensor::ops::{GridSampleOptions, GridSamplePaddingMode, InterpolateMode};
use burn::tensor::{Tensor, TensorData};
use pupil_kernels::{Beyond, grid_sample};

use crate::augment::{Augmentation, FillMode, View};
use crate::nn::device::cpu;

/// Levels `[batch, 3, h, w]` → what each view shows of them, bilinearly, before channel shift and brightness.
pub(super) fn resample(pictures: Tensor<4>, views: &[View], augmentation: &Augmentation) -> Tensor<4> {
    if augmentation.fill_mode == FillMode::Constant {
        // The device knows no other level than 0.
        let shifted = pictures - augmentation.cval;
        look_up(shifted, views, augmentation.fill_mode, Beyond::Zeros) + augmentation.cval
    } else {
        look_up(pictures, views, augmentation.fill_mode, Beyond::Border)
    }
}

fn look_up(pictures: Tensor<4>, views: &[View], fill: FillMode, beyond: Beyond) -> Tensor<4> {
    let ([batch, channels, height, width], device) = (pictures.dims(), pictures.device());
    if device.clone().inner() == cpu() {
        let levels = pictures.into_data().try_into_vec::<f32>().expect("levels are in single precision");
        let mut found = vec![0.0; levels.len()];
        let length = channels * height * width;
        for ((levels, found), view) in levels.chunks_exact(length).zip(found.chunks_exact_mut(length)).zip(views) {
            let grid = view.grid([height, width], fill);
            grid_sample(levels, [height, width], grid.as_chunks().0, beyond, found);
        }
        return Tensor::from_data(TensorData::new(found, [batch, channels, height, width]), &device);
    }
    let grid = views.iter().flat_map(|view| view.grid([height, width], fill)).collect::<Vec<_>>();
    let grid = Tensor::from_data(TensorData::new(grid, [batch, height, width, 2]), &device);
    let padding = match beyond {
        Beyond::Border => GridSamplePaddingMode::Border,
        Beyond::Zeros => GridSamplePaddingMode::Zeros,
    };
    pictures.grid_sample_2d(grid, GridSampleOptions::new(InterpolateMode::Bilinear).with_padding_mode(padding))
}
