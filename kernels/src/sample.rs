//! Pictures looked up anywhere.

/// What is beyond a picture's borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// The border's own pixels go on.
    Border,
    /// Zeros, into which the border is blended.
    Zeros,
}

/// The pixels of a picture of `[height, width]`, plane by plane, where `grid` has x and y of each: on PyTorch's scale for
/// `grid_sample` with `align_corners=False`, where -1 and 1 are the borders. Between four pixels, bilinearly. Into `output`, plane
/// by plane.
///
/// # Panics
/// If `planes` are no whole planes, there are none of their pixels, or `output` has not a number for each plane and pixel of `grid`.
pub fn grid_sample(planes: &[f32], [height, width]: [usize; 2], grid: &[[f32; 2]], beyond: Beyond, output: &mut [f32]) {
    let plane = height * width;
    assert!(plane > 0 && planes.len().is_multiple_of(plane), "whole planes");
    assert_eq!(output.len(), planes.len() / plane * grid.len(), "a number for each plane and pixel");
    for (at, &[x, y]) in grid.iter().enumerate() {
        let ([left, right], [from_left, from_right]) = neighbours(x, width, beyond);
        let ([top, bottom], [from_top, from_bottom]) = neighbours(y, height, beyond);
        let corners = [top * width + left, top * width + right, bottom * width + left, bottom * width + right];
        let weights = [from_top * from_left, from_top * from_right, from_bottom * from_left, from_bottom * from_right];
        for (plane, output) in planes.chunks_exact(plane).zip(output.chunks_exact_mut(grid.len())) {
            let [a, b, c, d] = corners.map(|corner| plane[corner]);
            output[at] = a * weights[0] + b * weights[1] + c * weights[2] + d * weights[3];
        }
    }
}

/// The two pixels of an axis of `count` that `place` is between, and how much of each.
fn neighbours(place: f32, count: usize, beyond: Beyond) -> ([usize; 2], [f32; 2]) {
    let last = (count - 1) as f64;
    let place = ((f64::from(place) + 1.0) * count as f64 - 1.0) / 2.0;
    let within = place.clamp(0.0, last);
    if beyond == Beyond::Zeros && within != place {
        // Up to a pixel beyond, the border is blended with zeros.
        let share = (1.0 - (place - within).abs()).max(0.0) as f32;
        let border = within as usize;
        return ([border, border], [share, 0.0]);
    }
    let before = within as usize;
    let share = (within - before as f64) as f32;
    ([before, (before + 1).min(count - 1)], [1.0 - share, share])
}
