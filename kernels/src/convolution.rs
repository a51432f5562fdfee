//! Convolutions whose weights change at every step: forward for a batch of maps, and the gradients.
//!
//! An output is a sum of products, so its gradient goes to each factor, times the other one (LeCun et al. 1998, "Gradient-Based
//! Learning Applied to Document Recognition"; Dumoulin & Visin 2016, arXiv:1603.07285, section 4, has the windows).

use crate::clamp::Clamp;
use crate::dense::Dense;
use crate::depthwise::Depthwise;
use crate::patches::Patches;
use crate::window::Window;
use crate::winograd::Winograd;
use crate::{dense_gradients, depthwise_gradients};

/// The fewest channels with which [`Winograd`] is faster.
const WIDE: usize = 32;

/// A convolution over batches of maps of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// The windows over one map.
    pub window: Window,
    /// Channels in and out.
    pub channels: [usize; 2],
    /// Whether each channel has a kernel of its own; else all are mixed.
    pub depthwise: bool,
}

impl Convolution {
    /// `clamp(convolution(input))`: `[batch, h, w, in]` → `[batch, h', w', out]`. `weight` is row-major
    /// `[out, in / groups, height, width]` (PyTorch's order), `bias` `[out]`.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn forward(&self, weight: &[f32], bias: &[f32], clamp: Clamp, input: &[f32]) -> Vec<f32> {
        let mut output = vec![0.0; self.batch(input) * self.output()];
        self.compute(weight, bias, clamp, input, &mut output);
        output
    }

    /// The gradient of the input, `[batch, h, w, in]`, from that of the output, `[batch, h', w', out]`, before the activation.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn input_gradient(&self, weight: &[f32], gradient: &[f32]) -> Vec<f32> {
        let [inputs, outputs] = self.channels;
        assert!(gradient.len().is_multiple_of(self.output()), "a gradient for each output");
        let mut input = vec![0.0; gradient.len() / self.output() * self.input()];
        if let Some(window) = self.backwards().filter(|_| self.depthwise || self.transformable()) {
            let of_each = if self.depthwise { 1 } else { inputs };
            let turned = turned(weight, of_each, window.kernel[0] * window.kernel[1]);
            let back = Self { window, channels: [outputs, inputs], ..*self };
            back.compute(&turned, &vec![0.0; inputs], Clamp::NONE, gradient, &mut input);
        } else if self.depthwise {
            depthwise_gradients::of_input(&self.window, inputs, weight, gradient, &mut input);
        } else {
            dense_gradients::of_input(&self.patches(), weight, outputs, gradient, &mut input);
        }
        input
    }

    /// The gradient of the weight, in its order, from the input, `[batch, h, w, in]`, and the gradient of the output,
    /// `[batch, h', w', out]`, before the activation.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn weight_gradient(&self, input: &[f32], gradient: &[f32]) -> Vec<f32> {
        assert_eq!(gradient.len(), self.batch(input) * self.output(), "a gradient for each output");
        if self.depthwise {
            depthwise_gradients::of_weight(&self.window, self.channels[0], input, gradient)
        } else {
            dense_gradients::of_weight(&self.patches(), self.channels[1], input, gradient)
        }
    }

    /// The gradient of the bias, `[out]`, from that of the output, `[batch, h', w', out]`, before the activation.
    pub fn bias_gradient(&self, gradient: &[f32]) -> Vec<f32> {
        let mut bias = vec![0.0; self.channels[1]];
        for pixel in gradient.chunks_exact(bias.len()) {
            bias.iter_mut().zip(pixel).for_each(|(sum, x)| *sum += x);
        }
        bias
    }

    /// The kernel for it, over every map.
    fn compute(&self, weight: &[f32], bias: &[f32], clamp: Clamp, input: &[f32], output: &mut [f32]) {
        let window = &self.window;
        let maps = input.chunks_exact(self.input()).zip(output.chunks_exact_mut(self.output()));
        if self.depthwise {
            let packed = Depthwise::pack(weight, bias, window.kernel);
            let mut scratch = Vec::new();
            maps.for_each(|(input, output)| packed.run(window, input, clamp, output, &mut scratch));
        } else if self.transformable() {
            let packed = Winograd::pack(weight, bias, self.channels[0]);
            let mut scratch = Default::default();
            maps.for_each(|(input, output)| packed.run(window, input, None, clamp, output, &mut scratch));
        } else {
            let packed = Dense::pack(weight, bias, self.channels[0], window.kernel);
            let mut scratch = Vec::new();
            if self.patches().are_pixels() {
                // All pixels of the batch are one row.
                let row = Window::same([1, input.len() / self.channels[0]], [1, 1], 1);
                packed.run(&row, input, None, clamp, output, &mut scratch);
            } else {
                maps.for_each(|(input, output)| packed.run(window, input, None, clamp, output, &mut scratch));
            }
        }
    }

    /// Numbers of a map that goes in.
    fn input(&self) -> usize {
        self.window.inputs() * self.channels[0]
    }

    /// Numbers of a map that comes out.
    fn output(&self) -> usize {
        self.window.outputs() * self.channels[1]
    }

    fn batch(&self, input: &[f32]) -> usize {
        assert!(input.len().is_multiple_of(self.input()), "whole maps");
        input.len() / self.input()
    }

    fn patches(&self) -> Patches<'_> {
        Patches { window: &self.window, channels: self.channels[0] }
    }

    /// The windows over a map of gradients that compute those of the input, if that is a convolution, too: with stride 1 it is one
    /// with the kernels turned round.
    fn backwards(&self) -> Option<Window> {
        let Window { input, kernel, stride, before, output } = self.window;
        let before = |axis: usize| (kernel[axis] - 1).checked_sub(before[axis]);
        let before = [before(0)?, before(1)?];
        (stride == 1).then_some(Window { input: output, kernel, stride, before, output: input })
    }

    /// Whether [`Winograd`] does it, and with enough channels to be faster.
    fn transformable(&self) -> bool {
        let wide = self.channels.iter().all(|channels| *channels >= WIDE && channels.is_multiple_of(4));
        !self.depthwise && self.window.kernel == [3, 3] && self.window.stride == 1 && wide
    }
}

/// `weight`, `[out, in, taps]`, as `[in, out, taps]` with the last tap first.
fn turned(weight: &[f32], inputs: usize, taps: usize) -> Vec<f32> {
    let outputs = weight.len() / (inputs * taps);
    let kernel = |input: usize, output: usize| weight[(output * inputs + input) * taps..][..taps].iter().rev();
    (0..inputs).flat_map(|input| (0..outputs).flat_map(move |output| kernel(input, output))).copied().collect()
}
