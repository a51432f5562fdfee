//! Convolutions that mix all channels. In channels-last order a row of a window is one run of numbers, so a k × k convolution is
//! a product of windows and weights without copies of the windows (a 1 × 1 convolution is the same with windows of one pixel).

use std::array;

use crate::clamp::Clamp;
use crate::lanes::{LANES, Lanes, transposed};
use crate::product::{Product, Residual};
use crate::tile::PANEL;
use crate::window::Window;

/// A convolution's numbers, packed.
#[derive(Clone, Debug)]
pub struct Dense {
    pub(crate) kernel: [usize; 2],
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    /// For each eight outputs the biases, then row by row of a window the weights; zeros beyond the last output.
    pub(crate) panels: Vec<f32>,
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
        let length = PANEL * (1 + inputs * taps);
        let mut panels = vec![0.0; outputs.div_ceil(PANEL) * length];
        let places = panels.chunks_exact_mut(length).zip(weight.chunks(PANEL * inputs * taps));
        for ((panel, weight), bias) in places.zip(bias.chunks(PANEL)) {
            panel[..bias.len()].copy_from_slice(bias);
            pack_panel(weight, inputs, taps, &mut panel[PANEL..]);
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
        let (input, width) = if window.padded() {
            (padded(window, input, self.inputs, scratch), window.covered()[1])
        } else {
            (input, window.input[1])
        };
        let start = |pixel: usize| {
            let [y, x] = [pixel / window.output[1], pixel % window.output[1]];
            &input[(y * width + x) * window.stride * self.inputs..]
        };
        let residual = residual.map_or(Residual::None, Residual::Map);
        Product { dense: self, stride: window.stride, width, residual, clamp, output }.run(window.outputs(), start);
    }

    /// The product of each of `rows` with the weights and bias of a kernel of 1 × 1 into `output`, `[rows, out]`. The rows may be
    /// anywhere in memory.
    ///
    /// # Panics
    /// If the kernel is larger, or a length does not fit.
    pub fn run_rows(&self, rows: &[&[f32]], output: &mut [f32]) {
        assert!(rows.iter().all(|row| row.len() == self.inputs), "an input for each number of a row");
        self.run_each(rows.len(), |row| rows[row], Residual::None, output);
    }

    /// Adds the products with rows of `input` to `output`: a 1 × 1 convolution of as many pixels.
    ///
    /// # Panics
    /// If a length does not fit.
    pub(crate) fn add_to(&self, input: &[f32], output: &mut [f32]) {
        self.run_each(input.len() / self.inputs, |row| &input[row * self.inputs..], Residual::Output, output);
    }

    fn run_each<'i>(&self, rows: usize, row: impl Fn(usize) -> &'i [f32], residual: Residual, output: &mut [f32]) {
        assert_eq!((self.kernel, output.len()), ([1, 1], rows * self.outputs), "an output for each row and channel");
        Product { dense: self, stride: 1, width: 1, residual, clamp: Clamp::NONE, output }.run(rows, row);
    }
}

/// Weights of at most eight outputs, `[out, in, taps]`, as `[taps, in, 8]`.
fn pack_panel(weight: &[f32], inputs: usize, taps: usize, panel: &mut [f32]) {
    let rows = weight.chunks_exact(inputs * taps);
    let mut packed = 0;
    if taps == 1 && rows.len() == PANEL {
        packed = inputs / LANES * LANES;
        pack_fours(array::from_fn(|lane| &weight[lane * inputs..][..packed]), panel);
    }
    for (lane, row) in rows.enumerate() {
        for (tap, places) in panel.chunks_exact_mut(PANEL * inputs).enumerate() {
            for (input, place) in places.chunks_exact_mut(PANEL).enumerate().skip(packed) {
                place[lane] = row[input * taps + tap];
            }
        }
    }
}

/// The same for eight outputs of one tap, and as many inputs as are fours.
fn pack_fours(rows: [&[f32]; PANEL], panel: &mut [f32]) {
    let rows = rows.map(|row| row.as_chunks::<LANES>().0);
    for (place, block) in panel.as_chunks_mut::<{ PANEL * LANES }>().0.iter_mut().take(rows[0].len()).enumerate() {
        let halves = [0, LANES].map(|first| transposed(array::from_fn(|lane| Lanes::from(&rows[first + lane][place]))));
        for (input, to) in block.as_chunks_mut::<PANEL>().0.iter_mut().enumerate() {
            to.as_chunks_mut().0.iter_mut().zip(halves).for_each(|(to, half)| half[input].write(to));
        }
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
