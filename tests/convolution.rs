//! What is trained on the CPU by kernels of our own against burn's, with its gradients.
#![cfg(not(target_family = "wasm"))]

use burn::tensor::activation::relu;
use burn::tensor::{Gradients, Tensor, TensorData};
use proptest::prelude::*;
use pupil::network::{Activation, ConvSpec, Kernel, Padding, PoolSpec, Spec};
use pupil::nn::{Block, ConvNorm, cpu};
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

/// A function of a map, with a gradient of each of its outputs. Returns its output and the gradient of the input, and the gradients
/// by which others are read.
fn run(
    input: &TensorData,
    gradient: &TensorData,
    forward: impl Fn(Tensor<4>) -> Tensor<4>,
) -> ([Vec<f32>; 2], Gradients) {
    let device = cpu().autodiff();
    let input = Tensor::<4>::from_data(input.clone(), &device).require_grad();
    let output = forward(input.clone());
    let gradients = (output.clone() * Tensor::from_data(gradient.clone(), &device)).sum().backward();
    ([values(output.inner()), values(input.grad(&gradients).unwrap())], gradients)
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

fn close(found: &[f32], expected: &[f32]) -> Result<(), TestCaseError> {
    let scale = expected.iter().fold(1.0f32, |scale, x| scale.max(x.abs()));
    prop_assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        prop_assert!((found - expected).abs() <= TOLERANCE * scale, "{found}, not {expected}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_convolution_is_burns(spec in specs(), size in [5usize..16, 5..16], batch in 1usize..4, seed: u64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut numbers = |shape: &[usize]| {
            let numbers = (0..shape.iter().product()).map(|_| rng.random_range(-1.0f32..1.0)).collect::<Vec<_>>();
            TensorData::new(numbers, shape)
        };
        let [inputs, outputs] = spec.channels;
        let weight = numbers(&spec.shape()).try_into_vec().unwrap();
        let kernel = Kernel { weight, bias: numbers(&[outputs]).try_into_vec().unwrap() };
        let conv = ConvNorm::new(&spec, kernel, &cpu().autodiff());
        let burns = |x| {
            let x = conv.conv.forward(x);
            match spec.activation {
                Activation::Linear => x,
                Activation::Relu => relu(x),
                Activation::Relu6 => x.clamp(0.0, 6.0),
            }
        };
        let input = numbers(&[batch, inputs, size[0], size[1]]);
        let shape = burns(Tensor::from_data(input.clone(), &cpu().autodiff())).dims();
        let gradient = numbers(&shape);
        let [ours, burns] = [&|x| conv.forward(x), &burns as &dyn Fn(Tensor<4>) -> Tensor<4>].map(|forward| {
            let (maps, gradients) = run(&input, &gradient, forward);
            let weight = values(conv.conv.weight.val().grad(&gradients).unwrap());
            let bias = values(conv.conv.bias.as_ref().unwrap().val().grad(&gradients).unwrap());
            [maps.to_vec(), vec![weight, bias]].concat()
        });
        for (ours, burns) in ours.iter().zip(&burns) {
            close(ours, burns)?;
        }
    }

    #[test]
    fn a_pool_is_burns(kernel in 1usize..4, stride in 1usize..4, size in [5usize..16, 5..16], seed: u64) {
        let pool = PoolSpec { kernel, stride, padding: kernel / 2 };
        let block = Block::build(&Spec::MaxPool(pool), &mut |_| unreachable!(), &cpu()).unwrap();
        let Block::MaxPool(burns) = &block else { unreachable!() };
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let shape = [2, 3, size[0], size[1]];
        // A few different numbers, so that some are as large as another.
        let numbers = (0..shape.iter().product()).map(|_| rng.random_range(0..5) as f32).collect::<Vec<_>>();
        let input = TensorData::new(numbers, shape);
        let shape = burns.forward(Tensor::<4>::from_data(input.clone(), &cpu())).dims();
        let numbers = (0..shape.iter().product()).map(|_| rng.random_range(-1.0f32..1.0)).collect::<Vec<_>>();
        let gradient = TensorData::new(numbers, shape);
        let (ours, _) = run(&input, &gradient, |x| block.forward(x));
        let (burns, _) = run(&input, &gradient, |x| burns.forward(x));
        close(&ours[0], &burns[0])?;
        close(&ours[1], &burns[1])?;
    }
}
