//! The first ten steps of training a head against PyTorch (`tests/golden/head_training/make.py`, whose formulas stand here
//! again), natively and in the browser, on the CPU and on WebGPU.

use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData};
use pupil::nn::Head;
use pupil::train::{Example, HeadTrainer, TrainingSettings};
use serde::Deserialize;

const LOSSES: &str = include_str!("golden/head_training/losses.json");
const FEATURES: usize = 1280;
const HIDDEN: usize = 128;
const CLASSES: usize = 3;
const ROWS: usize = 160;

/// Single precision over ten steps.
const TOLERANCE: f64 = 1e-4;

#[derive(Deserialize)]
struct Golden {
    unweighted: Run,
    weighted: Run,
}

#[derive(Deserialize)]
struct Run {
    losses: Vec<f64>,
}

async fn losses_equal_pytorch(device: &Device) {
    let golden: Golden = serde_json::from_str(LOSSES).unwrap();
    for (balance_classes, run) in [(false, golden.unweighted), (true, golden.weighted)] {
        let losses = ten_losses(balance_classes, device).await;
        for (step, (actual, expected)) in losses.iter().zip(&run.losses).enumerate() {
            assert!((actual - expected).abs() < TOLERANCE, "step {step}: {actual} is not {expected}");
        }
    }
}

async fn ten_losses(balance_classes: bool, device: &Device) -> Vec<f64> {
    let settings = TrainingSettings { balance_classes, dropout: 0.0, ..TrainingSettings::default() };
    let device = device.clone().autodiff();
    let mut trainer = HeadTrainer::from_head(settings, head(&device), examples(), Vec::new(), &device);
    let mut losses = Vec::new();
    for step in 0..10 {
        let batch: Vec<u32> = (step * 16..(step + 1) * 16).collect();
        losses.push(trainer.descend(&batch).await.unwrap());
    }
    losses
}

fn head(device: &Device) -> Head {
    Head { hidden: layer("hidden", FEATURES, HIDDEN, device), output: layer("output", HIDDEN, CLASSES, device) }
}

fn layer(name: &str, inputs: usize, outputs: usize, device: &Device) -> burn::nn::Linear {
    let scale = 2.0 * (3.0 / inputs as f64).sqrt();
    let weight = floats(&format!("{name}.weight"), inputs * outputs, |unit| unit * scale);
    let bias = floats(&format!("{name}.bias"), outputs, |unit| unit * 0.2);
    let weight = Tensor::<2>::from_data(TensorData::new(weight, [outputs, inputs]), device).transpose();
    Head::layer(weight, Tensor::from_data(TensorData::new(bias, [outputs]), device))
}

fn examples() -> Vec<Example> {
    // The head takes the square root of what it is given.
    let embeddings = floats("embeddings", ROWS * FEATURES, |unit| (2.0 * unit).powi(2));
    let rows = embeddings.chunks_exact(FEATURES).enumerate();
    rows.map(|(i, row)| Example { embedding: Arc::from(row), class: (i % 4).min(2) }).collect()
}

fn floats(name: &str, count: usize, value: impl Fn(f64) -> f64) -> Vec<f32> {
    let start = crc32(name);
    let unit = |i: usize| f64::from((i as u32).wrapping_mul(2_654_435_761).wrapping_add(start)) / 2f64.powi(32) - 0.5;
    (0..count).map(|i| value(unit(i)) as f32).collect()
}

/// CRC-32 as in zlib.
fn crc32(text: &str) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !text.bytes().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| step(crc)))
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn losses_on_the_cpu() {
    pollster::block_on(losses_equal_pytorch(&pupil::nn::cpu()));
}

#[cfg(target_family = "wasm")]
mod browser {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen_test]
    async fn losses_on_the_cpu() {
        losses_equal_pytorch(&pupil::nn::cpu()).await;
    }

    #[wasm_bindgen_test]
    async fn losses_on_webgpu() {
        let device = pupil::nn::webgpu().await.expect("Chromium offers software WebGPU");
        losses_equal_pytorch(&device).await;
    }
}
