//! Blocks of a picture's lowest frequencies as pixels, as JPEG has them (ITU-T T.81, A.3.3).

use std::f32::consts::FRAC_1_SQRT_2;

/// cos(jπ/16).
const COSINES: [f32; 9] =
    [1.0, 0.980_785_3, 0.923_879_5, 0.831_469_6, FRAC_1_SQRT_2, 0.555_570_24, 0.382_683_43, 0.195_090_32, 0.0];

/// The levels, 0–255, of blocks of `across` × `down` frequencies each, which become as many pixels: row by row, `columns` blocks
/// wide. `values` has the frequencies block after block, each row by row, and `factors` what they are to be multiplied by.
///
/// # Panics
/// If a side is not 1, 2, 4 or 8, there are not as many factors as frequencies in a block, or no whole rows of blocks.
pub fn inverse_cosine(values: &[i16], factors: &[u16], [across, down]: [usize; 2], columns: usize) -> Vec<u8> {
    let blocks = match across {
        1 => blocks::<1>,
        2 => blocks::<2>,
        4 => blocks::<4>,
        8 => blocks::<8>,
        _ => panic!("a block is not {across} wide"),
    };
    let mut levels = vec![0; values.len()];
    blocks(values, factors, down, columns, &mut levels);
    levels
}

fn blocks<const ACROSS: usize>(values: &[i16], factors: &[u16], down: usize, columns: usize, levels: &mut [u8]) {
    let (horizontal, vertical) = (weights::<ACROSS>(), weights_of(down));
    let factors = factors.as_chunks::<ACROSS>().0;
    assert_eq!(factors.len(), down, "a factor for each frequency");
    let row = columns * ACROSS * down;
    assert!(values.len().is_multiple_of(row), "whole rows of blocks");
    for (values, levels) in values.chunks_exact(row).zip(levels.chunks_exact_mut(row)) {
        for (column, block) in values.as_chunks::<ACROSS>().0.chunks_exact(down).enumerate() {
            let mut pixels = [[0; ACROSS]; 8];
            if is_flat(block) {
                let flat = level(f32::from(block[0][0]) * f32::from(factors[0][0]) / 8.0);
                pixels = [[flat; ACROSS]; 8];
            } else {
                transform(block, factors, &horizontal, &vertical, &mut pixels[..down]);
            }
            for (y, pixels) in pixels[..down].iter().enumerate() {
                let start = (y * columns + column) * ACROSS;
                levels[start..start + ACROSS].copy_from_slice(pixels);
            }
        }
    }
}

/// Whether only the first frequency is there.
fn is_flat<const ACROSS: usize>(block: &[[i16; ACROSS]]) -> bool {
    let any = |row: &[i16]| row.iter().fold(0, |any, &value| any | value);
    any(&block[0][1..]) == 0 && block[1..].iter().fold(0, |all, row| all | any(row)) == 0
}

/// Each row of frequencies becomes a row of pixels, then each column.
fn transform<const ACROSS: usize>(
    block: &[[i16; ACROSS]],
    factors: &[[u16; ACROSS]],
    horizontal: &[[f32; ACROSS]; ACROSS],
    vertical: &[[f32; 8]; 8],
    pixels: &mut [[u8; ACROSS]],
) {
    let mut mixed = [[0.0; ACROSS]; 8];
    for ((values, factors), mixed) in block.iter().zip(factors).zip(&mut mixed) {
        for u in 0..ACROSS {
            let frequency = f32::from(values[u]) * f32::from(factors[u]);
            for x in 0..ACROSS {
                mixed[x] += frequency * horizontal[u][x];
            }
        }
    }
    for (pixels, weights) in pixels.iter_mut().zip(vertical) {
        let mut sums = [0.0; ACROSS];
        for (row, &weight) in mixed.iter().zip(weights).take(block.len()) {
            for x in 0..ACROSS {
                sums[x] += row[x] * weight;
            }
        }
        *pixels = sums.map(level);
    }
}

/// The share of each of `COUNT` frequencies in each of as many pixels, frequency by frequency.
fn weights<const COUNT: usize>() -> [[f32; COUNT]; COUNT] {
    let weights = weights_of(COUNT);
    std::array::from_fn(|u| std::array::from_fn(|x| weights[x][u]))
}

/// The share of each frequency in each of `count` pixels, pixel by pixel: the inverse transform of `count` frequencies in place of 8.
fn weights_of(count: usize) -> [[f32; 8]; 8] {
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

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use proptest::prelude::*;

    use super::inverse_cosine;

    /// T.81, A.3.3, with `across` × `down` in place of 8 × 8, written out.
    fn written_out(block: &[f64], [across, down]: [usize; 2], [x, y]: [usize; 2]) -> f64 {
        let c = |frequency: usize| if frequency == 0 { 0.5_f64.sqrt() } else { 1.0 };
        let wave = |at: usize, frequency: usize, count: usize| {
            ((2 * at + 1) as f64 * frequency as f64 * PI / (2 * count) as f64).cos()
        };
        let terms = block.iter().enumerate().map(|(at, value)| {
            let (u, v) = (at % across, at / across);
            c(u) * c(v) * value * wave(x, u, across) * wave(y, v, down)
        });
        terms.sum::<f64>() / 4.0
    }

    proptest! {
        #[test]
        fn blocks_are_transformed_as_the_standard_says(
            sides in [0_u32..4, 0_u32..4],
            columns in 1..4_usize,
            rows in 1..3_usize,
            numbers in prop::collection::vec(-40..40_i16, 4 * 3 * 64),
            flat in any::<bool>(),
        ) {
            let [across, down] = sides.map(|side| 1 << side);
            let count = across * down;
            let mut values = numbers[..columns * rows * count].to_vec();
            if flat {
                values.chunks_mut(count).for_each(|block| block[1..].fill(0));
            }
            let factors: Vec<u16> = (0..count).map(|at| 1 + at as u16 % 7).collect();
            let levels = inverse_cosine(&values, &factors, [across, down], columns);
            prop_assert_eq!(levels.len(), values.len());
            for (index, block) in values.chunks(count).enumerate() {
                let block: Vec<f64> = block.iter().zip(&factors).map(|(&value, &factor)| f64::from(value) * f64::from(factor)).collect();
                for y in 0..down {
                    for x in 0..across {
                        let row = index / columns * down + y;
                        let found = levels[row * columns * across + index % columns * across + x];
                        let level = (written_out(&block, [across, down], [x, y]) + 128.0).clamp(0.0, 255.0);
                        prop_assert!((f64::from(found) - level).abs() < 0.51, "{} for {}", found, level);
                    }
                }
            }
        }
    }
}
