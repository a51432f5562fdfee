//! Where each pixel of a view stands in the picture. It is computed on the CPU, in double precision and once for all three
//! channels, so that it is the same on every device.

use super::affine::Affine;
use super::fill::FillMode;
use super::view::View;

/// A coordinate beyond any border, on a scale on which a picture reaches from -1 to 1.
const OUTSIDE: f32 = -3.0;

impl View {
    /// x and y of the value of each pixel, row by row, for a picture of `[height, width]` pixels; on PyTorch's scale for
    /// `grid_sample` with `align_corners=False`, where -1 and 1 are the picture's borders.
    pub fn grid(&self, size: [usize; 2], fill: FillMode) -> Vec<f32> {
        let [height, width] = size.map(|side| side as f64);
        let Affine { x: [a, b, c], y: [d, e, f] } = Affine::of(self, [height, width]);
        let scaled = |t: Option<f64>, n: f64| t.map_or(OUTSIDE, |t| ((2.0 * t + 1.0) / n - 1.0) as f32);
        let mut grid = vec![0.0; size[0] * size[1] * 2];
        for (row, places) in grid.chunks_exact_mut(size[1] * 2).enumerate() {
            let [x, y] = [b * row as f64 + c, e * row as f64 + f];
            for (column, place) in places.as_chunks_mut().0.iter_mut().enumerate() {
                let column = column as f64;
                *place = [
                    scaled(fill.inside(a * column + x, width), width),
                    scaled(fill.inside(d * column + y, height), height),
                ];
            }
        }
        grid
    }
}
