//! The one resampling of a batch. Where each pixel's value stands is computed on the CPU, in double precision and once for
//! all three channels, so that it is the same on every device; the device looks up and interpolates.

use burn::tensor::ops::{GridSampleOptions, GridSamplePaddingMode, InterpolateMode};
use burn::tensor::{Tensor, TensorData};

use super::affine::Affine;
use super::augmentation::Augmentation;
use super::fill::FillMode;
use super::view::View;

/// A coordinate of the device's scale, on which a picture reaches from -1 to 1, that is beyond any border.
const OUTSIDE: f32 = -3.0;

/// Levels `[batch, 3, h, w]` → what each view shows of them, bilinearly, before channel shift and brightness.
pub(super) fn resample(pictures: Tensor<4>, views: &[View], augmentation: &Augmentation) -> Tensor<4> {
    let [batch, _, height, width] = pictures.dims();
    let grid = views.iter().flat_map(|view| grid(view, [height, width], augmentation.fill_mode)).collect();
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

/// x and y of the device's scale for each pixel, row by row.
fn grid(view: &View, size: [usize; 2], fill: FillMode) -> Vec<f32> {
    let [height, width] = size.map(|side| side as f64);
    let Affine { x: [a, b, c], y: [d, e, f] } = Affine::of(view, [height, width]);
    let scaled = |t: Option<f64>, n: f64| t.map_or(OUTSIDE, |t| ((2.0 * t + 1.0) / n - 1.0) as f32);
    let mut grid = Vec::with_capacity(size[0] * size[1] * 2);
    for row in (0..size[0]).map(|row| row as f64) {
        for column in (0..size[1]).map(|column| column as f64) {
            grid.push(scaled(fill.inside(a * column + b * row + c, width), width));
            grid.push(scaled(fill.inside(d * column + e * row + f, height), height));
        }
    }
    grid
}
