//! Convolutions that mix all channels. In channels-last order a row of a window is one run of numbers, so a k × k convolution is
//! a product of windows and weights without copies of the windows (a 1 × 1 convolution is the same with windows of one pixel).

use std::ops::Range;
use std::ptr;

use crate::clamp::Clamp;
use crate::tile::{MAX_PIXELS, PANEL, TILES, Tile};
use crate::window::Window;

/// Input numbers of the pixels that are multiplied with one panel after another while they are in the cache.
const BLOCK: usize = 1 << 14;

/// A convolution's numbers, packed.
#[derive(Clone, Debug)]
pub struct Dense {
    kernel: [usize; 2],
    inputs: usize,
    outputs: usize,
    /// For each eight outputs the biases, then row by row of a window the weights; zeros beyond the last output.
    panels: Vec<f32>,
}

impl Dense {
    /// Packs `weight`, row-major `[out, in, height, width]` (PyTorch's order), and `bias`, `[out]`.
    ///
    /// # Panics
    /// If the lengths do not fit.
    pub fn pack(weight: &[f32], bias: &[f32], inputs: usize, kernel: [usize; 2]) -> Self {
        let outputs = bias.len();
        let taps = kernel[0] * kernel[1];
        assert_eq!(weight.len(), outputs * inputs * taps, "a weight for each output, input and tap");
        let mut panels = Vec::with_capacity(outputs.div_ceil(PANEL) * PANEL * (1 + inputs * taps));
        for first in (0..outputs).step_by(PANEL) {
            let row = |at: &dyn Fn(usize) -> f32| -> [f32; PANEL] {
                std::array::from_fn(|i| if first + i < outputs { at(first + i) } else { 0.0 })
            };
            panels.extend(row(&|output| bias[output]));
            for tap in 0..taps {
                for input in 0..inputs {
                    panels.extend(row(&|output| weight[(output * inputs + input) * taps + tap]));
                }
            }
        }
        Self { kernel, inputs, outputs, panels }
    }

    /// Channels that come out.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// `clamp(convolution(input) + residual)` into `output`. `scratch` is for a padded copy of the input.
    ///
    /// # Panics
    /// If a length does not fit the window.
    pub fn run(
        &self,
        window: &Window,
        input: &[f32],
        residual: Option<&[f32]>,
        clamp: Clamp,
        output: &mut [f32],
        scratch: &mut Vec<f32>,
    ) {
        assert_eq!(window.kernel, self.kernel, "the window has the kernel's size");
        assert_eq!(input.len(), window.inputs() * self.inputs, "an input for each pixel and channel");
        assert_eq!(output.len(), window.outputs() * self.outputs, "an output for each window and channel");
        assert!(residual.is_none_or(|residual| residual.len() == output.len()), "a residual for each output");
        let mut product = Product { dense: self, window, input, width: window.input[1], residual, clamp, output };
        if window.padded() {
            product.width = window.covered()[1];
            product.input = padded(window, input, self.inputs, scratch);
        }
        product.run();
    }
}

/// `input` with the zeros around it that the windows see.
fn padded<'s>(window: &Window, input: &[f32], channels: usize, scratch: &'s mut Vec<f32>) -> &'s [f32] {
    let [height, width] = window.covered();
    scratch.resize(height * width * channels, 0.0);
    for (y, row) in scratch.chunks_exact_mut(width * channels).enumerate() {
        window.padded_row(input, channels, y, row);
    }
    scratch
}

/// One run of a convolution.
struct Product<'r> {
    dense: &'r Dense,
    window: &'r Window,
    /// Holds every window whole.
    input: &'r [f32],
    /// Pixels in a row of `input`.
    width: usize,
    residual: Option<&'r [f32]>,
    clamp: Clamp,
    output: &'r mut [f32],
}

impl Product<'_> {
    fn run(&mut self) {
        let pixels = self.window.outputs();
        let numbers = self.dense.inputs * self.window.stride * self.window.stride;
        let block = (BLOCK / numbers).max(MAX_PIXELS);
        for first in (0..pixels).step_by(block) {
            let block = first..pixels.min(first + block);
            for panel in 0..self.dense.outputs.div_ceil(PANEL) {
                tiles(block.clone()).for_each(|tile| self.tile(tile, panel));
            }
        }
    }

    fn tile(&mut self, pixels: Range<usize>, panel: usize) {
        let channels = self.dense.outputs;
        let here = (channels - panel * PANEL).min(PANEL);
        if here == PANEL {
            let at = pixels.start * channels + panel * PANEL;
            let residual = self.residual.map_or(ptr::null(), |residual| residual[at..].as_ptr());
            let output = self.output[at..].as_mut_ptr();
            // SAFETY: the last pixel's outputs end at (start + len - 1) · channels + panel · 8 + 8 ≤ the length.
            unsafe { self.compute(pixels, panel, residual, output, channels) }
        } else {
            self.last_panel(pixels, panel, here);
        }
    }

    /// A panel of which only some outputs exist: computed in a place of its own, and copied.
    fn last_panel(&mut self, pixels: Range<usize>, panel: usize, here: usize) {
        let channels = self.dense.outputs;
        let place = |pixel| pixel * channels + panel * PANEL;
        let (mut residual, mut output) = ([[0.0; PANEL]; MAX_PIXELS], [[0.0; PANEL]; MAX_PIXELS]);
        for (pixel, copy) in pixels.clone().zip(&mut residual) {
            self.residual.iter().for_each(|from| copy[..here].copy_from_slice(&from[place(pixel)..][..here]));
        }
        // SAFETY: both have eight numbers for each pixel of a tile.
        unsafe { self.compute(pixels.clone(), panel, residual.as_ptr().cast(), output.as_mut_ptr().cast(), PANEL) }
        for (pixel, copy) in pixels.zip(&output) {
            self.output[place(pixel)..][..here].copy_from_slice(&copy[..here]);
        }
    }

    /// # Safety
    /// Residual (if not null) and output have eight numbers for each pixel, `pixel_stride` apart.
    unsafe fn compute(
        &self,
        pixels: Range<usize>,
        panel: usize,
        residual: *const f32,
        output: *mut f32,
        pixel_stride: usize,
    ) {
        let Self { dense, window, width, .. } = self;
        let [rows, columns] = dense.kernel;
        let length = (1 + rows * columns * dense.inputs) * PANEL;
        let start = |pixel: usize| {
            let [y, x] = [pixel / window.output[1], pixel % window.output[1]];
            (y * width + x) * window.stride * dense.inputs
        };
        let tile = Tile {
            pixels: std::array::from_fn(|i| self.input[start((pixels.start + i).min(pixels.end - 1))..].as_ptr()),
            rows,
            run: columns * dense.inputs,
            row_stride: width * dense.inputs,
            weights: dense.panels[panel * length..][..length].as_ptr(),
            output,
            residual,
            pixel_stride,
            min: self.clamp.min,
            max: self.clamp.max,
        };
        // SAFETY: `input` holds the windows whole, by `run`'s choice of it; the panel's length is checked above; the rest is
        // the caller's.
        unsafe { TILES[pixels.len() - 1](&tile) }
    }
}

/// Tiles of about the same number of pixels: a tile of one costs nearly as much as one of four.
fn tiles(pixels: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let count = pixels.len().div_ceil(MAX_PIXELS);
    let at = move |tile: usize| pixels.start + tile * pixels.len() / count;
    let ends: Vec<usize> = (0..=count).map(at).collect();
    (0..count).map(move |tile| ends[tile]..ends[tile + 1])
}
