//! The product in a dense convolution: a few pixels × eight outputs, whose sums stay in registers from the first number to the last.
//! Browsers run it as `build/tile.rs` writes it.

use crate::lanes::{LANES, Lanes};

/// Outputs of a tile: the width of a panel of weights.
pub const PANEL: usize = 2 * LANES;

/// Maximum pixels of a tile: 2 · 6 sums, two weights and a number of the input fill the registers that browsers have.
pub const MAX_PIXELS: usize = 6;

/// One tile.
#[derive(Clone, Copy)]
#[repr(C)] // `build/tile.rs` knows where its fields are.
pub struct Tile {
    /// Where the window of each pixel begins.
    pub pixels: *const *const f32,
    /// Rows of a window.
    pub rows: usize,
    /// Numbers in a row of a window, one after another in memory.
    pub run: usize,
    /// From one row of a window to the next, in numbers.
    pub row_stride: usize,
    /// A panel: eight biases, then eight weights for each number of the window.
    pub weights: *const f32,
    /// Where the outputs of the first pixel go.
    pub output: *mut f32,
    /// What is added to the first pixel before the activation; null for nothing.
    pub residual: *const f32,
    /// From one pixel of output and residual to the next, in numbers.
    pub pixel_stride: usize,
    /// The activation's bounds.
    pub min: f32,
    /// See [`Tile::min`].
    pub max: f32,
}

/// Computes a tile.
///
/// # Safety
/// For as many pixels as the function is for, a pointer is readable at `pixels`, and there `rows` × `run` numbers; eight are writable at `output`
/// and readable at `residual` if it is not null; (1 + `rows` · `run`) · 8 are readable at `weights`.
pub type TileFn = unsafe fn(&Tile);

/// By the number of pixels, from 1.
pub const TILES: [TileFn; MAX_PIXELS] = [tile::<1>, tile::<2>, tile::<3>, tile::<4>, tile::<5>, tile::<6>];

unsafe fn tile<const PIXELS: usize>(tile: &Tile) {
    // SAFETY: every access is one that the caller of a `TileFn` vouches for.
    unsafe {
        let mut weights = tile.weights;
        let bias = [Lanes::load(weights), Lanes::load(weights.add(LANES))];
        let mut sums = [bias; PIXELS];
        for row in 0..tile.rows {
            let mut pixels: [*const f32; PIXELS] =
                std::array::from_fn(|p| (*tile.pixels.add(p)).add(row * tile.row_stride));
            for _ in 0..tile.run {
                weights = weights.add(PANEL);
                let panel = [Lanes::load(weights), Lanes::load(weights.add(LANES))];
                for (pixel, sums) in pixels.iter_mut().zip(&mut sums) {
                    let x = Lanes::load_splat(*pixel);
                    *sums = [x.mul_add(panel[0], sums[0]), x.mul_add(panel[1], sums[1])];
                    *pixel = pixel.add(1);
                }
            }
        }
        finish(tile, &sums);
    }
}

/// Residual sum and activation.
#[inline(always)]
unsafe fn finish<const PIXELS: usize>(tile: &Tile, sums: &[[Lanes; 2]; PIXELS]) {
    let (min, max) = (Lanes::splat(tile.min), Lanes::splat(tile.max));
    for (p, sums) in sums.iter().enumerate() {
        for (half, &sum) in sums.iter().enumerate() {
            let at = p * tile.pixel_stride + half * LANES;
            // SAFETY: as `tile`.
            unsafe {
                let sum = if tile.residual.is_null() { sum } else { sum.plus(Lanes::load(tile.residual.add(at))) };
                sum.max(min).min(max).store(tile.output.add(at));
            }
        }
    }
}
