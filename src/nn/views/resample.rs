//! The one resampling of a batch: the device looks up and interpolates where [`View::grid`] says.

use burn::tensor::ops::{GridSampleOptions, GridSamplePaddingMode, InterpolateMode};
use burn::tensor::{Tensor, TensorData};

use crate::augment::{Augmentation, FillMode, View};

/// Levels `[batch, 3, h, w]` → what each view shows of them, bilinearly, before channel shift and brightness.
pub(super) fn resample(pictures: Tensor<4>, views: &[View], augmentation: &Augmentation) -> Tensor<4> {
    let [batch, _, height, width] = pictures.dims();
    let grid = views.iter().flat_map(|view| view.grid([height, width], augmentation.fill_mode)).collect();
    let grid = TensorData::new::<f32, _>(grid, [batch, height, width, 2]);
    let grid = Tensor::from_data(grid, &pictures.device());
    let bilinear = GridSampleOptions::new(InterpolateMode::Bilinear);
    if augmentation.fill_mode == FillMode::Constant {
        // The device knows no other level than 0.
        let zeros = bilinear.with_padding_mode(GridSamplePaddingMode::Zeros);
        (pictures - augmentation.cval).grid_sample_2d(grid, zeros) + augmentation.cval
    } else {
        pictures.grid_sample_2d(grid, bilinear.with_padding_mode(GridSamplePaddingMode::Border))
    }
}
