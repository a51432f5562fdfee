//! The product of windows and weights in a dense convolution: panel after panel of the weights, tile after tile of the pixels.

use std::ops::Range;
use std::ptr;

use crate::clamp::Clamp;
use crate::dense::Dense;
use crate::fast;
use crate::tile::{MAX_PIXELS, PANEL, TILES, Tile};

/// Weights that stay in a processor's second cache (512 KB).
const CACHED: usize = 1 << 17;
/// Numbers of input and output of the pixels that go through cached panels together (64 KB).
const BLOCK: usize = 1 << 14;
/// Numbers of input of the pixels that go through larger weights together (128 KB): the fewer blocks, the less often are all
/// weights read from memory.
const LARGE_BLOCK: usize = 1 << 15;

/// What is added to a product.
pub(crate) enum Residual<'r> {
    None,
    Map(&'r [f32]),
    /// What the output is before.
    Output,
}

/// One run of a convolution.
pub(crate) struct Product<'r> {
    pub(crate) dense: &'r Dense,
    /// From one window to the next, in pixels.
    pub(crate) stride: usize,
    /// Pixels in a row of the input.
    pub(crate) width: usize,
    pub(crate) residual: Residual<'r>,
    pub(crate) clamp: Clamp,
    pub(crate) output: &'r mut [f32],
}

impl Product<'_> {
    /// Computes `pixels` outputs; `window` returns the input from where the window of one begins, and holds it whole.
    pub(crate) fn run<'i>(mut self, pixels: usize, window: impl Fn(usize) -> &'i [f32]) {
        let [rows, columns] = self.dense.kernel;
        let seen = ((rows - 1) * self.width + columns) * self.dense.inputs;
        let block = self.block();
        let mut starts = Vec::with_capacity(block + MAX_PIXELS);
        for first in (0..pixels).step_by(block) {
            let block = first..pixels.min(first + block);
            starts.clear();
            starts.extend(block.map(|pixel| window(pixel)[..seen].as_ptr()));
            for panel in 0..self.dense.outputs.div_ceil(PANEL) {
                self.panel(panel, first, &starts);
            }
        }
    }

    /// Pixels that are multiplied with one panel after another.
    fn block(&self) -> usize {
        let inputs = self.dense.inputs * self.stride * self.stride;
        let cached = self.dense.panels.len() <= CACHED;
        let block = if cached { BLOCK / (inputs + self.dense.outputs) } else { LARGE_BLOCK / inputs };
        block.max(1).next_multiple_of(fast::pixels())
    }

    /// Eight outputs of the pixels from `first` on, whose windows begin at `starts`.
    fn panel(&mut self, panel: usize, first: usize, starts: &[*const f32]) {
        let channels = self.dense.outputs;
        let here = (channels - panel * PANEL).min(PANEL);
        let [rows, columns] = self.dense.kernel;
        let run = columns * self.dense.inputs;
        let length = (1 + rows * run) * PANEL;
        let mut tile = Tile {
            pixels: ptr::null(),
            rows,
            run,
            row_stride: self.width * self.dense.inputs,
            weights: self.dense.panels[panel * length..][..length].as_ptr(),
            output: ptr::null_mut(),
            residual: ptr::null(),
            pixel_stride: channels,
            min: self.clamp.min,
            max: self.clamp.max,
        };
        for range in tiles(starts.len()) {
            let pixels = &starts[range.clone()];
            tile.pixels = pixels.as_ptr();
            let at = (first + range.start) * channels + panel * PANEL;
            if here == PANEL {
                self.whole(&mut tile, pixels.len(), at);
            } else {
                self.part(tile, pixels.len(), at, here);
            }
        }
    }

    /// A tile of `pixels` pixels, the outputs of the first of which go to `at`.
    fn whole(&mut self, tile: &mut Tile, pixels: usize, at: usize) {
        let end = (pixels - 1) * tile.pixel_stride + PANEL;
        tile.output = self.output[at..][..end].as_mut_ptr();
        tile.residual = match self.residual {
            Residual::None => ptr::null(),
            Residual::Map(residual) => residual[at..][..end].as_ptr(),
            Residual::Output => tile.output,
        };
        // SAFETY: the windows are whole, as `run` was promised; the other lengths have just been checked.
        unsafe { TILES[pixels - 1](tile) }
    }

    /// The same for the last panel, of which only `here` outputs exist: computed in a buffer, and copied.
    fn part(&mut self, tile: Tile, pixels: usize, at: usize, here: usize) {
        let (mut residual, mut output) = ([[0.0; PANEL]; MAX_PIXELS], [[0.0; PANEL]; MAX_PIXELS]);
        let from = match &self.residual {
            Residual::None => None,
            Residual::Map(residual) => Some(*residual),
            Residual::Output => Some(&*self.output),
        };
        if let Some(from) = from {
            let rows = from[at..].chunks(tile.pixel_stride).zip(&mut residual).take(pixels);
            rows.for_each(|(from, row)| row[..here].copy_from_slice(&from[..here]));
        }
        let (from, to) = (residual.as_ptr().cast(), output.as_mut_ptr().cast());
        let place = Tile { residual: from, output: to, pixel_stride: PANEL, ..tile };
        // SAFETY: as `whole`; both places have eight numbers for each pixel.
        unsafe { TILES[pixels - 1](&place) }
        let rows = self.output[at..].chunks_mut(tile.pixel_stride).zip(&output).take(pixels);
        rows.for_each(|(to, row)| to[..here].copy_from_slice(&row[..here]));
    }
}

/// Tiles of about the same number of pixels: a tile of one costs nearly as much as one of four.
fn tiles(pixels: usize) -> impl Iterator<Item = Range<usize>> {
    let count = pixels.div_ceil(fast::pixels());
    let (each, longer) = (pixels / count, pixels % count);
    (0..count).scan(0, move |start, tile| {
        let range = *start..*start + each + usize::from(tile < longer);
        *start = range.end;
        Some(range)
    })
}
