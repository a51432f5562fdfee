//! A picture at a half, a quarter or an eighth of its size: the inverse transform of each block's lowest frequencies.

use image::{DynamicImage, GrayImage, RgbImage};
use pupil_kernels::{inverse_cosine, rgb_of_planes};

use super::frame::Frame;
use super::kept::Kept;

/// The picture of a frame all of whose scans have come; none if its coefficients were not kept, or lack a table.
pub fn picture(frame: &Frame) -> Option<DynamicImage> {
    let [width, height] = frame.reduced?;
    let planes =
        frame.components.iter().map(|component| plane(component.kept.as_ref()?)).collect::<Option<Vec<_>>>()?;
    let (w, h) = (width as u32, height as u32);
    match &*planes {
        [grey] => {
            let rows: Vec<&[u8]> = (0..height).map(|y| grey.row(y, width)).collect();
            GrayImage::from_raw(w, h, rows.concat()).map(Into::into)
        }
        [luma, blue, red] => {
            let mut pixels = vec![0; height * width * 3];
            for (y, pixels) in pixels.as_chunks_mut().0.chunks_exact_mut(width).enumerate() {
                rgb_of_planes(luma.row(y, width), blue.row(y, width), red.row(y, width), pixels);
            }
            RgbImage::from_raw(w, h, pixels).map(Into::into)
        }
        _ => None,
    }
}

/// Levels of a component, as wide as its blocks.
struct Plane {
    levels: Vec<u8>,
    width: usize,
}

impl Plane {
    /// The first levels of a row.
    fn row(&self, y: usize, width: usize) -> &[u8] {
        &self.levels[y * self.width..][..width]
    }
}

fn plane(kept: &Kept) -> Option<Plane> {
    let columns = kept.blocks[0];
    let levels = inverse_cosine(&kept.values, kept.factors.as_ref()?, kept.sides, columns);
    Some(Plane { levels, width: columns * kept.sides[0] })
}
