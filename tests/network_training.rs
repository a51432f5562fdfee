//! Five steps of gradient descent through each family of networks against PyTorch (`tests/golden/networks/make.py`):
//! gradients before the first, and the losses. Batch norm is folded on both sides.

mod formula;

use std::collections::BTreeMap;

use burn::nn::loss::{MseLoss, Reduction};
use burn::optim::{GradientsParams, SgdConfig};
use burn::tensor::{Device, Gradients, Tensor, TensorData};
use pupil::network::Architecture;
use pupil::nn::{Block, ConvNorm, Network, Pooling, read};
use serde::Deserialize;

const GOLDEN: &str = include_str!("golden/networks/training.json");

/// Rounding alone, relative.
const TOLERANCE: f64 = 1e-3;

#[derive(Deserialize)]
struct Golden {
    size: usize,
    rate: f64,
    losses: Vec<f64>,
    input: f64,
    weights: Vec<f64>,
    bias: Vec<f32>,
}

fn golden() -> BTreeMap<Architecture, Golden> {
    serde_json::from_str(GOLDEN).unwrap()
}

async fn training_equals_pytorch(architecture: Architecture, golden: &Golden, device: &Device) {
    let device = device.clone().autodiff();
    let mut network = Network::load(architecture, &formula::weights(architecture), &device).unwrap();
    let mut sgd = SgdConfig::new().init();
    let pictures = pictures(golden.size, &device).require_grad();
    for (step, &expected) in golden.losses.iter().enumerate() {
        let loss = loss(&network, pictures.clone());
        let gradients = loss.backward();
        if step == 0 {
            gradients_equal_pytorch(&network, &pictures, &gradients, golden).await;
        }
        let gradients = GradientsParams::from_grads(gradients, &network);
        network = sgd.step(golden.rate, network, gradients);
        close(f64::from(read(loss.inner()).await.unwrap()[0]), expected, &format!("{architecture}, loss {step}"));
    }
    assert!(golden.losses.last() < golden.losses.first());
}

fn pictures(size: usize, device: &Device) -> Tensor<4> {
    let values = formula::floats("input", 2 * 3 * size * size, |u| 2.0 * u);
    Tensor::from_data(TensorData::new(values, [2, 3, size, size]), device)
}

fn loss(network: &Network, pictures: Tensor<4>) -> Tensor<1> {
    let features = Pooling::Mean.forward(network.forward(pictures));
    let shape = features.dims();
    let target = formula::floats("target", shape[0] * shape[1], |u| u);
    let target = Tensor::from_data(TensorData::new(target, shape), &features.device());
    MseLoss::new().forward(features, target, Reduction::Mean)
}

async fn gradients_equal_pytorch(network: &Network, pictures: &Tensor<4>, gradients: &Gradients, golden: &Golden) {
    close(length(pictures.grad(gradients)).await, golden.input, "input");
    let convs = convs(&network.blocks);
    assert_eq!(convs.len(), golden.weights.len());
    for (index, (conv, &expected)) in convs.iter().zip(&golden.weights).enumerate() {
        close(length(conv.conv.weight.val().grad(gradients)).await, expected, &format!("weight {index}"));
    }
    let bias = convs[0].conv.bias.as_ref().unwrap().val().grad(gradients).unwrap();
    let expected: f64 = golden.bias.iter().map(|&one| f64::from(one).powi(2)).sum::<f64>().sqrt();
    let apart = Tensor::<1>::from_data(TensorData::from(golden.bias.as_slice()), &bias.device()) - bias;
    assert!(length(Some(apart)).await < TOLERANCE * expected, "bias");
}

/// Every convolution in the order of the forward pass.
fn convs(blocks: &[Block]) -> Vec<&ConvNorm> {
    blocks.iter().flat_map(convs_of).collect()
}

fn convs_of(block: &Block) -> Vec<&ConvNorm> {
    match block {
        Block::Conv(conv) => vec![conv],
        Block::MaxPool(_) | Block::AvgPool(_) => Vec::new(),
        Block::Chain(links) => convs(links),
        Block::Residual(residual) => convs(&residual.body).into_iter().chain(&residual.shortcut).collect(),
        Block::Branches(branches) => branches.iter().flat_map(|links| convs(links)).collect(),
    }
}

/// Euclidean length.
async fn length<const D: usize>(gradient: Option<Tensor<D>>) -> f64 {
    let values = read(gradient.expect("the loss depends on it")).await.unwrap();
    values.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt()
}

fn close(actual: f64, expected: f64, what: &str) {
    assert!((actual - expected).abs() < TOLERANCE * expected.abs(), "{what}: {actual} is not {expected}");
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn steps_on_the_cpu() {
    for (architecture, golden) in golden() {
        pollster::block_on(training_equals_pytorch(architecture, &golden, &pupil::nn::cpu()));
    }
}

#[cfg(target_family = "wasm")]
mod browser {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen_test]
    async fn steps_on_the_cpu() {
        for (architecture, golden) in golden() {
            training_equals_pytorch(architecture, &golden, &pupil::nn::cpu()).await;
        }
    }

    /// Software WebGPU is slow.
    #[wasm_bindgen_test]
    async fn steps_on_webgpu() {
        let device = pupil::nn::webgpu().await.expect("Chromium offers software WebGPU");
        let architecture = Architecture::MobilenetV2Half;
        training_equals_pytorch(architecture, &golden()[&architecture], &device).await;
    }
}
