//! The convolution that is trained against plain loops.

mod cases;

use cases::{sequence, windows};
use proptest::prelude::*;
use pupil_kernels::{Clamp, Convolution, Window, max_pool, max_pool_gradient};

/// Sums of some thousand products of numbers below 1, in another order.
const TOLERANCE: f32 = 1e-4;

/// A convolution with its input, weight and bias, and a gradient of its output.
#[derive(Debug)]
struct Case {
    convolution: Convolution,
    batch: usize,
    input: Vec<f32>,
    weight: Vec<f32>,
    bias: Vec<f32>,
    gradient: Vec<f32>,
}

/// Few channels, enough for Winograd's kernel, or one kernel for each.
fn cases() -> impl Strategy<Value = Case> {
    let channels = prop_oneof![
        [1usize..20, 1..20].prop_map(|channels| (channels, false)),
        Just(([32, 36], false)),
        prop_oneof![1usize..20, Just(4), Just(72)].prop_map(|channels| ([channels; 2], true)),
    ];
    (windows(12), channels, 1usize..4, any::<u32>()).prop_map(|(window, (channels, depthwise), batch, seed)| {
        let convolution = Convolution { window, channels, depthwise };
        let [inputs, outputs] = channels;
        let taps = window.kernel[0] * window.kernel[1];
        let weights = if depthwise { outputs * taps } else { outputs * inputs * taps };
        Case {
            convolution,
            batch,
            input: sequence(batch * window.inputs() * inputs, seed),
            weight: sequence(weights, seed ^ 0x5555),
            bias: sequence(outputs, seed ^ 0x3333),
            gradient: sequence(batch * window.outputs() * outputs, seed ^ 0x1111),
        }
    })
}

impl Case {
    /// Calls `with` for each product of an input and a weight: the indices of output, input and weight.
    fn products(&self, mut with: impl FnMut(usize, usize, usize)) {
        let Convolution { window, channels: [inputs, outputs], depthwise } = self.convolution;
        let taps = window.kernel[0] * window.kernel[1];
        for at in 0..self.batch * window.outputs() {
            let (map, place) = (at / window.outputs(), at % window.outputs());
            for tap in 0..taps {
                let place = [place / window.output[1], place % window.output[1]];
                let tap_place = [tap / window.kernel[1], tap % window.kernel[1]];
                let on_map = |axis: usize| {
                    let at = (place[axis] * window.stride + tap_place[axis]).checked_sub(window.before[axis])?;
                    (at < window.input[axis]).then_some(at)
                };
                let (Some(y), Some(x)) = (on_map(0), on_map(1)) else { continue };
                let pixel = map * window.inputs() + y * window.input[1] + x;
                for output in 0..outputs {
                    if depthwise {
                        with(at * outputs + output, pixel * inputs + output, output * taps + tap);
                    } else {
                        (0..inputs).for_each(|input| {
                            let weight = (output * inputs + input) * taps + tap;
                            with(at * outputs + output, pixel * inputs + input, weight);
                        });
                    }
                }
            }
        }
    }
}

fn close(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    let scale = expected.iter().fold(1.0f32, |scale, x| scale.max(x.abs()));
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= TOLERANCE * scale, "{i}: {found}, not {expected}");
    }
}

proptest! {
    #[test]
    fn forward_is_the_sum_of_products(case in cases()) {
        let mut expected: Vec<f32> = case.gradient.iter().enumerate().map(|(i, _)| case.bias[i % case.bias.len()]).collect();
        case.products(|output, input, weight| expected[output] += case.input[input] * case.weight[weight]);
        expected.iter_mut().for_each(|x| *x = Clamp::RELU6.apply(*x));
        close(&case.convolution.forward(&case.weight, &case.bias, Clamp::RELU6, &case.input), &expected);
    }

    #[test]
    fn the_gradient_of_the_input_is_that_of_its_products(case in cases()) {
        let mut expected = vec![0.0; case.input.len()];
        case.products(|output, input, weight| expected[input] += case.gradient[output] * case.weight[weight]);
        close(&case.convolution.input_gradient(&case.weight, &case.gradient), &expected);
    }

    #[test]
    fn the_gradient_of_the_weight_is_that_of_its_products(case in cases()) {
        let mut expected = vec![0.0; case.weight.len()];
        case.products(|output, input, weight| expected[weight] += case.gradient[output] * case.input[input]);
        close(&case.convolution.weight_gradient(&case.input, &case.gradient), &expected);
    }

    #[test]
    fn the_gradient_of_the_bias_is_the_sum_of_its_outputs(case in cases()) {
        let mut expected = vec![0.0; case.bias.len()];
        case.gradient.iter().enumerate().for_each(|(i, x)| expected[i % case.bias.len()] += x);
        close(&case.convolution.bias_gradient(&case.gradient), &expected);
    }
}

#[test]
fn many_pixels_are_multiplied_in_blocks() {
    // 3 × 30 × 40 outputs are more than one block of 512.
    for kernel in [[1, 1], [3, 2]] {
        let window = Window::zeros([30, 40], kernel, 1, [0, 0]).unwrap();
        let convolution = Convolution { window, channels: [3, 5], depthwise: false };
        let case = Case {
            convolution,
            batch: 3,
            input: sequence(3 * window.inputs() * 3, 1),
            weight: sequence(15 * kernel[0] * kernel[1], 2),
            bias: vec![0.0; 5],
            gradient: sequence(3 * window.outputs() * 5, 3),
        };
        let (mut inputs, mut weights) = (vec![0.0; case.input.len()], vec![0.0; case.weight.len()]);
        case.products(|output, input, weight| {
            inputs[input] += case.gradient[output] * case.weight[weight];
            weights[weight] += case.gradient[output] * case.input[input];
        });
        close(&convolution.input_gradient(&case.weight, &case.gradient), &inputs);
        close(&convolution.weight_gradient(&case.input, &case.gradient), &weights);
    }
}

#[test]
fn what_the_activation_cut_off_has_no_gradient() {
    let outputs = [0.0, 0.5, 6.0, 7.0];
    assert_eq!(Clamp::RELU6.gradient(&outputs, &[1.0, 2.0, 3.0, 4.0]), [0.0, 2.0, 0.0, 0.0]);
    assert_eq!(Clamp::NONE.gradient(&outputs, &[1.0, 2.0, 3.0, 4.0]), [1.0, 2.0, 3.0, 4.0]);
}

proptest! {
    #[test]
    fn a_pools_gradient_goes_to_the_first_of_the_largest(case in cases()) {
        let (window, channels) = (case.convolution.window, case.convolution.channels[0]);
        // A few different numbers, so that some are as large as another.
        let input: Vec<f32> = case.input[..window.inputs() * channels].iter().map(|x| (x * 2.0).round()).collect();
        let gradient = sequence(window.outputs() * channels, 7);
        let mut output = vec![0.0; gradient.len()];
        max_pool(&window, channels, &input, &mut output);
        let mut expected = vec![0.0; input.len()];
        // Of one map and one channel at a time, the inputs of each output in their order.
        let each = Case { convolution: Convolution { channels: [channels; 2], depthwise: true, ..case.convolution }, batch: 1, ..case };
        let mut found_largest = vec![false; output.len()];
        each.products(|at, from, _| {
            if input[from] == output[at] && !found_largest[at] {
                found_largest[at] = true;
                expected[from] += gradient[at];
            }
        });
        let mut found = vec![0.0; input.len()];
        max_pool_gradient(&window, channels, [&input, &output, &gradient], &mut found);
        close(&found, &expected);
    }
}
