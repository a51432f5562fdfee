//! Convolutions with a kernel for each channel.

use std::ptr;

use crate::clamp::Clamp;
use crate::lanes::LANES;
use crate::ring::Ring;
use crate::taps::{LARGEST, ROWS, Row, RowFn};
use crate::window::Window;

/// A depthwise convolution's numbers, packed.
#[derive(Clone, Debug)]
pub struct Depthwise {
    kernel: [usize; 2],
    channels: usize,
    /// For each four channels the biases, then the weights of each tap; zeros beyond the last channel.
    packed: Vec<f32>,
}

impl Depthwise {
    /// Packs `weight`, row-major `[channels, 1, height, width]` (PyTorch's order), and `bias`, `[channels]`.
    ///
    /// # Panics
    /// If the lengths do not fit.
    pub fn pack(weight: &[f32], bias: &[f32], kernel: [usize; 2]) -> Self {
        let channels = bias.len();
        let taps = kernel[0] * kernel[1];
        assert_eq!(weight.len(), channels * taps, "a weight for each channel and tap");
        let mut packed = Vec::with_capacity(channels.next_multiple_of(LANES) * (1 + taps));
        for first in (0..channels).step_by(LANES) {
            let lanes = |at: &dyn Fn(usize) -> f32| -> [f32; LANES] {
                std::array::from_fn(|i| if first + i < channels { at(first + i) } else { 0.0 })
            };
            packed.extend(lanes(&|channel| bias[channel]));
            (0..taps).for_each(|tap| packed.extend(lanes(&|channel| weight[channel * taps + tap])));
        }
        Self { kernel, channels, packed }
    }

    /// Channels in and out.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Weight and bias as [`Depthwise::pack`] took them.
    pub fn unpack(&self) -> (Vec<f32>, Vec<f32>) {
        let length = self.packed.len() / self.channels.next_multiple_of(LANES);
        let at =
            |channel: usize, row: usize| self.packed[channel / LANES * LANES * length + row * LANES + channel % LANES];
        let weight = (0..self.channels).flat_map(|channel| (1..length).map(move |row| at(channel, row))).collect();
        (weight, (0..self.channels).map(|channel| at(channel, 0)).collect())
    }

    /// `clamp(convolution(input))` into `output`. `scratch` is for padded copies of some rows.
    ///
    /// # Panics
    /// If a length does not fit the window.
    pub fn run(&self, window: &Window, input: &[f32], clamp: Clamp, output: &mut [f32], scratch: &mut Vec<f32>) {
        assert_eq!(window.kernel, self.kernel, "the window has the kernel's size");
        assert_eq!(input.len(), window.inputs() * self.channels, "an input for each pixel and channel");
        assert_eq!(output.len(), window.outputs() * self.channels, "an output for each window and channel");
        let width = window.input[1] * self.channels;
        let mut ring = Ring::new(window, self.channels, scratch);
        for (y, output) in output.chunks_exact_mut(window.output[1] * self.channels).enumerate() {
            ring.advance(y, |y, row| row.copy_from_slice(&input[y * width..][..width]));
            self.row(window.stride, &ring.rows(y), clamp, output);
        }
    }

    /// One row of output from the padded rows under its windows.
    pub(crate) fn row(&self, stride: usize, rows: &[&[f32]], clamp: Clamp, output: &mut [f32]) {
        let fast = ROWS.iter().find(|([size, step], _)| self.kernel == [*size; 2] && stride == *step);
        match fast.filter(|_| self.channels.is_multiple_of(LANES)) {
            Some((_, compute)) => self.fast_row(*compute, stride, rows, clamp, output),
            None => self.any_row(stride, rows, clamp, output),
        }
    }

    fn fast_row(&self, compute: RowFn, stride: usize, rows: &[&[f32]], clamp: Clamp, output: &mut [f32]) {
        let (width, [height, across]) = (output.len() / self.channels, self.kernel);
        assert_eq!((output.len(), rows.len()), (width * self.channels, height), "whole pixels, a row for each tap");
        assert_eq!(self.packed.len(), self.channels * (1 + height * across), "a bias and the taps for each channel");
        let needed = ((width.max(1) - 1) * stride + across) * self.channels;
        let mut inputs = [ptr::null(); LARGEST];
        inputs.iter_mut().zip(rows).for_each(|(input, row)| *input = row[..needed].as_ptr());
        let row = Row {
            inputs: inputs.as_ptr(),
            weights: self.packed.as_ptr(),
            channels: self.channels,
            output: output.as_mut_ptr(),
            width,
            min: clamp.min,
            max: clamp.max,
        };
        // SAFETY: the lengths have just been checked.
        unsafe { compute(&row) }
    }

    /// Any kernel, stride and number of channels.
    fn any_row(&self, stride: usize, rows: &[&[f32]], clamp: Clamp, output: &mut [f32]) {
        let [_, width] = self.kernel;
        for (x, pixel) in output.chunks_exact_mut(self.channels).enumerate() {
            for (channel, output) in pixel.iter_mut().enumerate() {
                let packed = &self.packed[channel / LANES * LANES * (1 + rows.len() * width) + channel % LANES..];
                let mut sum = packed[0];
                for (tap, weight) in packed.iter().step_by(LANES).skip(1).take(rows.len() * width).enumerate() {
                    sum += rows[tap / width][(x * stride + tap % width) * self.channels + channel] * weight;
                }
                *output = clamp.apply(sum);
            }
        }
    }
}
