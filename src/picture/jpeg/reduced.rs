//! A picture at a half, a quarter or an eighth of its size: the inverse transform of each block's lowest frequencies.

use std::f32::consts::FRAC_1_SQRT_2;

use image::{DynamicImage, GrayImage, RgbImage};

use super::frame::Frame;
use super::kept::Kept;

/// cos(jπ/16).
const COSINES: [f32; 9] =
    [1.0, 0.980_785_3, 0.923_879_5, 0.831_469_6, FRAC_1_SQRT_2, 0.555_570_24, 0.382_683_43, 0.195_090_32, 0.0];

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
            // Plain loops: of iterators in iterators the compiler makes calls, for each pixel, where code is to be small.
            for (y, pixels) in pixels.chunks_exact_mut(width * 3).enumerate() {
                let (luma, blue, red) = (luma.row(y, width), blue.row(y, width), red.row(y, width));
                for (x, pixel) in pixels.as_chunks_mut().0.iter_mut().enumerate() {
                    *pixel = rgb(luma[x], blue[x], red[x]);
                }
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
    let ([across, down], [columns, rows]) = (kept.sides, kept.blocks);
    let factors = kept.factors.as_ref()?;
    let (horizontal, vertical) = (weights(across), weights(down));
    let width = columns * across;
    let mut levels = vec![0; width * rows * down];
    for (index, block) in kept.values.chunks_exact(across * down).enumerate() {
        let start = index / columns * down * width + index % columns * across;
        let is_flat = block[1..].iter().all(|&value| value == 0);
        let mut frequencies = [0.0; 64];
        for (at, &value) in block.iter().enumerate() {
            frequencies[at] = f32::from(value) * f32::from(factors[at]);
        }
        if is_flat {
            for y in 0..down {
                levels[start + y * width..][..across].fill(level(frequencies[0] / 8.0));
            }
            continue;
        }
        // Each row of frequencies becomes a row of pixels, then each column.
        let mut mixed = [0.0; 64];
        for v in 0..down {
            for x in 0..across {
                for u in 0..across {
                    mixed[v * across + x] += frequencies[v * across + u] * horizontal[x][u];
                }
            }
        }
        for y in 0..down {
            for x in 0..across {
                let mut sum = 0.0;
                for v in 0..down {
                    sum += mixed[v * across + x] * vertical[y][v];
                }
                levels[start + y * width + x] = level(sum);
            }
        }
    }
    Some(Plane { levels, width })
}

/// The share of each frequency in each of `count` pixels: the inverse transform (T.81, A.3.3) of `count` frequencies in place of 8.
fn weights(count: usize) -> [[f32; 8]; 8] {
    let cosine = |sixteenths: usize| match sixteenths % 32 {
        j @ 0..=8 => COSINES[j],
        j @ 9..=16 => -COSINES[16 - j],
        j @ 17..=24 => -COSINES[j - 16],
        j => COSINES[32 - j],
    };
    std::array::from_fn(|x| {
        std::array::from_fn(|u| 0.5 * if u == 0 { COSINES[4] } else { cosine((2 * x + 1) * u * 8 / count) })
    })
}

/// Rounded, and within 0–255.
fn level(sum: f32) -> u8 {
    (sum + 128.5) as u8
}

/// ITU-R BT.601 as JFIF has it, in 16 bits behind the point.
fn rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let [y, cb, cr] = [i32::from(y) << 16 | 1 << 15, i32::from(cb) - 128, i32::from(cr) - 128];
    [y + 91_881 * cr, y - 22_554 * cb - 46_802 * cr, y + 116_130 * cb].map(|level| (level >> 16).clamp(0, 255) as u8)
}
