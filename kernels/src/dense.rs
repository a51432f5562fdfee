//! Convolutions that mix all channels. In channels-last order a row of a window is one run of numbers, so a k × k convolution is
//! a product of windows and weights without copies of the windows (a 1 × 1 convolution is the same with windows of one pixel).

use std::ops::Range;
use std::ptr;

use crate::clamp::Clamp;
use crate::tile::{MAX_PIXELS, PANEL, TILES, Tile};
use crate::window::Window;

/// Weights that stay in a processor's second cache (512 KB).
const CACHED: usize = 1 << 17;
/// Numbers of input and output of the pixels that go through cached panels together (64 KB).
const BLOCK: usize = 1 << 14;
/// Numbers of input of the pixels that go through larger weights together (128 KB): the fewer blocks, the less often are all
/// weights read from memory.
const LARGE_BLOCK: usize = 1 << 15;

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

    /// Channels that go in.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Channels that come out.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Weight and bias as [`Dense::pack`] took them.
    pub fn unpack(&self) -> (Vec<f32>, Vec<f32>) {
        let taps = self.kernel[0] * self.kernel[1];
        let length = (1 + taps * self.inputs) * PANEL;
        let at = |output: usize, row: usize| self.panels[output / PANEL * length + row * PANEL + output % PANEL];
        let order = |output: usize| {
            (0..self.inputs).flat_map(move |input| (0..taps).map(move |tap| (output, 1 + tap * self.inputs + input)))
        };
        let weight = (0..self.outputs).flat_map(order).map(|(output, row)| at(output, row)).collect();
        (weight, (0..self.outputs).map(|output| at(output, 0)).collect())
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
        let block = self.block();
        let mut starts = Vec::with_capacity(block + MAX_PIXELS);
        for first in (0..pixels).step_by(block) {
            let block = first..pixels.min(first + block);
            starts.clear();
            starts.extend(block.clone().map(|pixel| self.start(pixel)));
            for panel in 0..self.dense.outputs.div_ceil(PANEL) {
                self.panel(panel, first, &starts);
            }
        }
    }

    /// Pixels that are multiplied with one panel after another.
    fn block(&self) -> usize {
        let inputs = self.dense.inputs * self.window.stride * self.window.stride;
        let cached = self.dense.panels.len() <= CACHED;
        let block = if cached { BLOCK / (inputs + self.dense.outputs) } else { LARGE_BLOCK / inputs };
        block.max(MAX_PIXELS)
    }

    /// Where the window of an output begins in `input`.
    fn start(&self, pixel: usize) -> *const f32 {
        let [y, x] = [pixel / self.window.output[1], pixel % self.window.output[1]];
        self.input[(y * self.width + x) * self.window.stride * self.dense.inputs..].as_ptr()
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
        tile.residual = self.residual.map_or(ptr::null(), |residual| residual[at..][..end].as_ptr());
        // SAFETY: `input` holds the windows whole, by `run`'s choice of it; the other lengths have just been checked.
        unsafe { TILES[pixels - 1](tile) }
    }

    /// The same for the last panel, of which only `here` outputs exist: computed in a place of its own, and copied.
    fn part(&mut self, tile: Tile, pixels: usize, at: usize, here: usize) {
        let (mut residual, mut output) = ([[0.0; PANEL]; MAX_PIXELS], [[0.0; PANEL]; MAX_PIXELS]);
        if let Some(from) = self.residual {
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
    let count = pixels.div_ceil(MAX_PIXELS);
    let (each, longer) = (pixels / count, pixels % count);
    (0..count).scan(0, move |start, tile| {
        let range = *start..*start + each + usize::from(tile < longer);
        *start = range.end;
        Some(range)
    })
}
