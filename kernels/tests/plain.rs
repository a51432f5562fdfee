//! Every kernel against plain loops.

mod cases;

use cases::{sequence, windows};
use proptest::prelude::*;
use pupil_kernels::{
    Clamp, Dense, Depthwise, InvertedResidual, Window, Winograd, add, avg_pool, concat, global_mean, max_pool,
};

/// Sums of some hundred products of numbers below 1, in another order.
const TOLERANCE: f32 = 1e-4;

fn numbers(count: usize) -> impl Strategy<Value = Vec<f32>> {
    any::<u32>().prop_map(move |seed| sequence(count, seed))
}

fn clamps() -> impl Strategy<Value = Clamp> {
    prop_oneof![Just(Clamp::NONE), Just(Clamp::RELU), Just(Clamp::RELU6), Just(Clamp { min: -0.5, max: 0.5 })]
}

/// The input's numbers under a window: `(tap, pixel)` for each tap that is on the map.
fn under(window: &Window, at: usize) -> Vec<(usize, usize)> {
    let [y, x] = [at / window.output[1], at % window.output[1]];
    let mut found = Vec::new();
    for ky in 0..window.kernel[0] {
        for kx in 0..window.kernel[1] {
            let row = (y * window.stride + ky).checked_sub(window.before[0]).filter(|row| *row < window.input[0]);
            let column = (x * window.stride + kx).checked_sub(window.before[1]).filter(|x| *x < window.input[1]);
            let (Some(row), Some(column)) = (row, column) else { continue };
            found.push((ky * window.kernel[1] + kx, row * window.input[1] + column));
        }
    }
    found
}

fn close(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    let scale = expected.iter().filter(|x| x.is_finite()).fold(1.0f32, |scale, x| scale.max(x.abs()));
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(found == expected || (found - expected).abs() <= TOLERANCE * scale, "{i}: {found}, not {expected}");
    }
}

proptest! {
    #[test]
    fn dense_is_a_convolution(
        (window, inputs, clamp, residual, input, weight, bias, rest) in
            (windows(20), 1usize..20, 1usize..40, clamps(), any::<bool>()).prop_flat_map(|(window, inputs, outputs, clamp, residual)| {
                let taps = window.kernel[0] * window.kernel[1];
                (Just(window), Just(inputs), Just(clamp), Just(residual), numbers(window.inputs() * inputs),
                    numbers(outputs * inputs * taps), numbers(outputs), numbers(window.outputs() * outputs))
            })
    ) {
        let outputs = bias.len();
        let taps = window.kernel[0] * window.kernel[1];
        let rest = residual.then_some(&rest[..]);
        let mut expected = vec![0.0; window.outputs() * outputs];
        for (at, pixel) in expected.chunks_exact_mut(outputs).enumerate() {
            let under = under(&window, at);
            for (output, sum) in pixel.iter_mut().enumerate() {
                *sum = bias[output] + rest.map_or(0.0, |rest| rest[at * outputs + output]);
                for &(tap, from) in &under {
                    *sum += (0..inputs).map(|i| input[from * inputs + i] * weight[(output * inputs + i) * taps + tap]).sum::<f32>();
                }
                *sum = clamp.apply(*sum);
            }
        }
        let dense = Dense::pack(&weight, &bias, inputs, window.kernel);
        prop_assert_eq!(dense.unpack(), (weight, bias));
        let mut found = vec![f32::NAN; expected.len()];
        // What an earlier run left must not matter.
        dense.run(&window, &input, rest, clamp, &mut found, &mut vec![f32::NAN; 1000]);
        close(&found, &expected);
    }

    #[test]
    fn rows_anywhere_in_memory_are_multiplied(
        (rows, inputs, weight, bias, input) in (0usize..40, 1usize..300, 1usize..70).prop_flat_map(|(rows, inputs, outputs)| {
            (Just(rows), Just(inputs), numbers(outputs * inputs), numbers(outputs), numbers(rows * inputs))
        })
    ) {
        let separate: Vec<Vec<f32>> = input.chunks_exact(inputs).rev().map(<[f32]>::to_vec).collect();
        let row_refs: Vec<&[f32]> = separate.iter().rev().map(Vec::as_slice).collect();
        let product = |row: &[f32], output: usize| -> f32 { row.iter().zip(&weight[output * inputs..]).map(|(x, w)| x * w).sum() };
        let outputs = bias.len();
        let expected: Vec<f32> =
            row_refs.iter().flat_map(|row| (0..outputs).map(|output| bias[output] + product(row, output))).collect();
        let mut found = vec![f32::NAN; rows * outputs];
        Dense::pack(&weight, &bias, inputs, [1, 1]).run_rows(&row_refs, &mut found);
        close(&found, &expected);
    }

    #[test]
    fn winograd_is_the_same_convolution(
        (window, inputs, clamp, residual, input, weight, bias, rest) in
            (prop_oneof![Just(None), [0usize..3, 0..3].prop_map(Some)], [3usize..20, 3..20], 1usize..6, 1usize..10, clamps(), any::<bool>())
            .prop_flat_map(|(zeros, size, inputs, outputs, clamp, residual)| {
                let window = match zeros {
                    Some(zeros) => Window::zeros(size, [3, 3], 1, zeros).unwrap(),
                    None => Window::same(size, [3, 3], 1),
                };
                let (inputs, outputs) = (4 * inputs, 4 * outputs);
                (Just(window), Just(inputs), Just(clamp), Just(residual), numbers(window.inputs() * inputs),
                    numbers(outputs * inputs * 9), numbers(outputs), numbers(window.outputs() * outputs))
            })
    ) {
        let rest = residual.then_some(&rest[..]);
        let mut expected = vec![0.0; window.outputs() * bias.len()];
        Dense::pack(&weight, &bias, inputs, [3, 3]).run(&window, &input, rest, clamp, &mut expected, &mut Vec::new());
        let winograd = Winograd::pack(&weight, &bias, inputs);
        let (found_weight, found_bias) = winograd.unpack();
        prop_assert_eq!(found_bias, bias);
        prop_assert!(found_weight.iter().zip(&weight).all(|(found, weight)| (found - weight).abs() < 1e-6));
        let mut found = vec![f32::NAN; expected.len()];
        winograd.run(&window, &input, rest, clamp, &mut found, &mut Default::default());
        close(&found, &expected);
    }

    #[test]
    fn depthwise_is_a_convolution_of_each_channel(
        (window, clamp, input, weight, bias) in
            (windows(20), prop_oneof![Just(4usize), Just(8), 1usize..20], clamps()).prop_flat_map(|(window, channels, clamp)| {
                let taps = window.kernel[0] * window.kernel[1];
                (Just(window), Just(clamp), numbers(window.inputs() * channels), numbers(channels * taps), numbers(channels))
            })
    ) {
        let channels = bias.len();
        let taps = window.kernel[0] * window.kernel[1];
        let mut expected = vec![0.0; window.outputs() * channels];
        for (at, pixel) in expected.chunks_exact_mut(channels).enumerate() {
            let under = under(&window, at);
            for (channel, sum) in pixel.iter_mut().enumerate() {
                let products = under.iter().map(|&(tap, from)| input[from * channels + channel] * weight[channel * taps + tap]);
                *sum = clamp.apply(bias[channel] + products.sum::<f32>());
            }
        }
        let mut found = vec![f32::NAN; expected.len()];
        let depthwise = Depthwise::pack(&weight, &bias, window.kernel);
        prop_assert_eq!(depthwise.unpack(), (weight, bias));
        depthwise.run(&window, &input, clamp, &mut found, &mut vec![f32::NAN; 1000]);
        close(&found, &expected);
    }

    #[test]
    fn an_inverted_residual_is_its_three_convolutions(
        (window, inputs, expands, clamp, input, weights, bias, rest) in
            (windows(20), 1usize..10, any::<[bool; 2]>(), 1usize..20, clamps()).prop_flat_map(|(window, inputs, [expands, wide], outputs, clamp)| {
                let inside = if !expands { inputs } else if wide { 400 } else { 12 };
                let taps = window.kernel[0] * window.kernel[1];
                let weights = (numbers(inside * inputs), numbers(inside * taps), numbers(inside * outputs));
                (Just(window), Just(inputs), Just(expands), Just(clamp), numbers(window.inputs() * inputs), weights,
                    (numbers(inside), numbers(inside), numbers(outputs)), numbers(window.outputs() * outputs))
            })
    ) {
        let inside = bias.0.len();
        let expand = expands.then(|| (Dense::pack(&weights.0, &bias.0, inputs, [1, 1]), Clamp::RELU6));
        let depthwise = (Depthwise::pack(&weights.1, &bias.1, window.kernel), clamp);
        let project = (Dense::pack(&weights.2, &bias.2, inside, [1, 1]), Clamp::NONE);
        let mut scratch = Vec::new();
        let point = |side| Window::same(side, [1, 1], 1);
        let mut wide = input.clone();
        if let Some((expand, clamp)) = &expand {
            wide = vec![0.0; window.inputs() * inside];
            expand.run(&point(window.input), &input, None, *clamp, &mut wide, &mut scratch);
        }
        let mut middle = vec![0.0; window.outputs() * inside];
        depthwise.0.run(&window, &wide, clamp, &mut middle, &mut scratch);
        let mut expected = vec![0.0; rest.len()];
        project.0.run(&point(window.output), &middle, Some(&rest), Clamp::NONE, &mut expected, &mut scratch);
        let mut found = vec![f32::NAN; rest.len()];
        let fused = InvertedResidual { expand, depthwise, project };
        fused.run(&window, &input, Some(&rest), &mut found, &mut Default::default());
        close(&found, &expected);
    }

    #[test]
    fn pools_take_the_largest_and_the_mean(
        (window, channels, input) in (windows(20), 1usize..10).prop_flat_map(|(window, channels)| {
            (Just(window), Just(channels), numbers(window.inputs() * channels))
        })
    ) {
        let area = (window.kernel[0] * window.kernel[1]) as f32;
        let (mut largest, mut means) = (Vec::new(), Vec::new());
        for at in 0..window.outputs() {
            for channel in 0..channels {
                let under: Vec<f32> = under(&window, at).iter().map(|(_, from)| input[from * channels + channel]).collect();
                largest.push(under.iter().copied().fold(f32::NEG_INFINITY, f32::max));
                means.push(under.iter().sum::<f32>() / area);
            }
        }
        let mut found = vec![f32::NAN; largest.len()];
        max_pool(&window, channels, &input, &mut found);
        close(&found, &largest);
        avg_pool(&window, channels, &input, &mut found);
        close(&found, &means);
    }

    #[test]
    fn the_global_mean_is_that_of_each_channel((channels, input) in (1usize..10, 1usize..50).prop_flat_map(|(channels, pixels)| {
        (Just(channels), numbers(channels * pixels))
    })) {
        let pixels = input.len() / channels;
        let mean = |channel| input.iter().skip(channel).step_by(channels).sum::<f32>() / pixels as f32;
        let expected: Vec<f32> = (0..channels).map(mean).collect();
        let mut found = vec![f32::NAN; channels];
        global_mean(channels, &input, &mut found);
        close(&found, &expected);
    }
}

#[test]
fn a_sum_is_clamped() {
    let mut map = [1.0, -3.0, 5.0];
    add(&mut map, &[1.0, 1.0, 2.0], Clamp::RELU6);
    assert_eq!(map, [2.0, 0.0, 6.0]);
}

#[test]
fn channels_are_joined_pixel_by_pixel() {
    let mut output = [0.0; 6];
    concat(&[1.0, 2.0, 4.0, 5.0], 2, &mut output, 3, 0);
    concat(&[3.0, 6.0], 1, &mut output, 3, 2);
    assert_eq!(output, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
}

#[test]
fn same_padding_puts_the_odd_zero_at_the_end() {
    // 224 by 3 with stride 2: 112 windows cover 225 rows.
    assert_eq!(
        Window::same([224, 224], [3, 3], 2),
        Window { input: [224; 2], kernel: [3; 2], stride: 2, before: [0; 2], output: [112; 2] }
    );
    assert_eq!(Window::zeros([2, 2], [5, 5], 1, [1, 1]), None);
}

/// More numbers than a block of pixels may have, in weights that stay in the cache and in larger ones.
#[test]
fn a_pixel_may_have_any_number_of_channels() {
    for (inputs, outputs) in [(16_383, 8), (40_000, 3)] {
        let (weight, bias) = (sequence(outputs * inputs, 1), sequence(outputs, 2));
        let row = sequence(inputs, 3);
        let sum = |output: usize| row.iter().zip(&weight[output * inputs..]).map(|(x, weight)| x * weight).sum::<f32>();
        let expected: Vec<f32> = (0..outputs).map(|output| bias[output] + sum(output)).collect();
        let mut found = vec![f32::NAN; outputs];
        Dense::pack(&weight, &bias, inputs, [1, 1]).run_rows(&[&row], &mut found);
        close(&found, &expected);
    }
}
