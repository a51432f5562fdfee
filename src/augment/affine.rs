//! The one map of a view: from a pixel of the result to the place of its value in the picture.

use super::view::{Crop, View};

/// `x' = a·x + b·y + c`, `y' = d·x + e·y + f`, in pixels, x across and y down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Affine {
    pub(super) x: [f64; 3],
    pub(super) y: [f64; 3],
}

impl Affine {
    /// The map of `view` for a picture of `[height, width]` pixels: flips, then Keras's map, then the crop, each reading
    /// from what the next makes.
    pub(super) fn of(view: &View, [height, width]: [f64; 2]) -> Self {
        let flips = Self {
            x: mirrored(view.horizontal_flip, [1.0, 0.0, 0.0], width - 1.0),
            y: mirrored(view.vertical_flip, [0.0, 1.0, 0.0], height - 1.0),
        };
        let whole = Crop { left: 0, top: 0, width: width as u32, height: height as u32 };
        let crop = Self::stretch(view.crop.unwrap_or(whole), height, width);
        crop.after(Self::keras(view, height, width)).after(flips)
    }

    /// Rotation, shift, shear and zoom about the picture's centre.
    fn keras(view: &View, height: f64, width: f64) -> Self {
        let (turn, shear) = (view.rotation.to_radians(), view.shear.to_radians());
        let (centre_x, centre_y) = ((width - 1.0) / 2.0, (height - 1.0) / 2.0);
        let (sin, cos) = turn.sin_cos();
        let (slant_sin, slant_cos) = (turn + shear).sin_cos();
        let about = |a: f64, b: f64, shift: f64, centre: f64| [a, b, centre + shift - a * centre_x - b * centre_y];
        let (shift_x, shift_y) = (view.shift_x, view.shift_y);
        Self {
            x: about(view.zoom_x * cos, -view.zoom_y * slant_sin, shift_x * cos - shift_y * sin, centre_x),
            y: about(view.zoom_x * sin, view.zoom_y * slant_cos, shift_x * sin + shift_y * cos, centre_y),
        }
    }

    /// A part stretched over the whole: bilinear resizing with pixel centres at ½, as torchvision's without antialiasing,
    /// which never matters here because a part is only enlarged.
    fn stretch(crop: Crop, height: f64, width: f64) -> Self {
        let (across, down) = (f64::from(crop.width) / width, f64::from(crop.height) / height);
        let offset = |start: u32, scale: f64| f64::from(start) + (scale - 1.0) / 2.0;
        Self { x: [across, 0.0, offset(crop.left, across)], y: [0.0, down, offset(crop.top, down)] }
    }

    /// First `first`, then `self`.
    fn after(self, first: Self) -> Self {
        let row = |[a, b, c]: [f64; 3]| {
            let mix = |i: usize| a * first.x[i] + b * first.y[i];
            [mix(0), mix(1), mix(2) + c]
        };
        Self { x: row(self.x), y: row(self.y) }
    }
}

/// A row of the identity, or of the map that mirrors its axis.
fn mirrored(flip: bool, row: [f64; 3], last: f64) -> [f64; 3] {
    if flip { [-row[0], -row[1], last] } else { row }
}
