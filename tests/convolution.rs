//! The convolution that is trained on the CPU against burn's own, with its gradients.
#![cfg(not(target_family = "wasm"))]

use burn::tensor::activation::relu;
use burn::tensor::{Tensor, TensorData};
use proptest::prelude::*;
use pupil::network::{Activation, ConvSpec, Kernel, Padding};
use pupil::nn::{ConvNorm, cpu};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Sums of some thousand products, in another order.
const TOLERANCE: f32 = 1e-4;

/// A convolution of any kind that a network may have, and one in two groups, which nothing but burn computes.
fn specs() -> impl Strategy<Value = ConvSpec> {
    let channels = prop_oneof![
        [1usize..20, 1..20].prop_map(|channels| (channels, 1)),
        Just(([32, 36], 1)),
        (2usize..40).prop_map(|channels| ([channels; 2], channels)),
        Just(([4, 6], 2)),
    ];
    let kernel = prop_oneof![Just([1, 1]), Just([3, 3]), Just([5, 5]), [1usize..5, 1..5]];
    let padding = prop_oneof![Just(Padding::Same), [0usize..3, 0..3].prop_map(Padding::Zeros)];
    let activation = prop_oneof![Just(Activation::Linear), Just(Activation::Relu), Just(Activation::Relu6)];
    (channels, kernel, 1usize..3, padding, activation).prop_map(
        |((channels, groups), kernel, stride, padding, activation)| ConvSpec {
            kernel,
            stride,
            padding,
            groups,
            activation,
            ..ConvSpec::new("conv", channels, 1)
        },
    )
}

/// Output, and the gradients of input, weight and bias if each output's gradient is its number in `gradient`.
fn run(
    conv: &ConvNorm,
    input: &TensorData,
    gradient: &TensorData,
    forward: impl Fn(Tensor<4>) -> Tensor<4>,
) -> [Vec<f32>; 4] {
    let device = cpu().autodiff();
    let input = Tensor::<4>::from_data(input.clone(), &device).require_grad();
    let output = forward(input.clone());
    let gradients = (output.clone() * Tensor::from_data(gradient.clone(), &device)).sum().backward();
    let bias = conv.conv.bias.as_ref().unwrap().val();
    [
        values(output.inner()),
        values(input.grad(&gradients).unwrap()),
        values(conv.conv.weight.val().grad(&gradients).unwrap()),
        values(bias.grad(&gradients).unwrap()),
    ]
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

proptest! {
    #[test]
    fn ours_and_burns_agree(spec in specs(), size in [5usize..16, 5..16], batch in 1usize..4, seed: u64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut numbers = |shape: &[usize]| {
            let numbers = (0..shape.iter().product()).map(|_| rng.random_range(-1.0f32..1.0)).collect::<Vec<_>>();
            TensorData::new(numbers, shape)
        };
        let [inputs, outputs] = spec.channels;
        let weight = numbers(&spec.shape()).try_into_vec().unwrap();
        let kernel = Kernel { weight, bias: numbers(&[outputs]).try_into_vec().unwrap() };
        let conv = ConvNorm::new(&spec, kernel, &cpu().autodiff());
        let input = numbers(&[batch, inputs, size[0], size[1]]);
        let burns = |x| {
            let x = conv.conv.forward(x);
            match spec.activation {
                Activation::Linear => x,
                Activation::Relu => relu(x),
                Activation::Relu6 => x.clamp(0.0, 6.0),
            }
        };
        let shape = conv.conv.forward(Tensor::from_data(input.clone(), &cpu().autodiff())).dims();
        let gradient = numbers(&shape);
        let found = run(&conv, &input, &gradient, |x| conv.forward(x));
        let expected = run(&conv, &input, &gradient, burns);
        for (found, expected) in found.iter().zip(&expected) {
            let scale = expected.iter().fold(1.0f32, |scale, x| scale.max(x.abs()));
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                prop_assert!((found - expected).abs() <= TOLERANCE * scale, "{found}, not {expected}");
            }
        }
    }
}
