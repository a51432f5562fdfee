//! The first ten steps of each kind of training against PyTorch (`tests/golden/training/make.py`, whose formula is that of
//! `tests/formula`), natively and in the browser, on the CPU and on WebGPU.

mod formula;

use burn::module::{Module, ModuleMapper, Param};
use burn::nn::Linear;
use burn::tensor::{Device, Tensor, TensorData};
use pupil::model::InputLevel;
use pupil::nn::{Backbone, Classifier, Head, Pooling, TrainedPart};
use pupil::settings::{Method, Optimizer, Schedule, TrainingSettings};
use pupil::train::{Sweep, Trainer};
use serde_json::{Value, json};

const LOSSES: &str = include_str!("golden/training/losses.json");
const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const FEATURES: usize = 1280;
const HIDDEN: usize = 128;
const CLASSES: usize = 3;
const STEPS: usize = 10;

/// Single precision over ten steps.
const TOLERANCE: f64 = 1e-4;

/// What each variant of the head changes in the settings.
fn head_variants() -> Vec<(&'static str, Value)> {
    vec![
        ("plain", json!({})),
        ("weighted", json!({"balanceClasses": true})),
        ("smoothed", json!({"labelSmoothing": 0.1})),
        ("weightedAndSmoothed", json!({"balanceClasses": true, "labelSmoothing": 0.1})),
        ("adamDecay", json!({"weightDecay": 0.01})),
        ("adamWDecay", json!({"weightDecay": 0.5, "optimizer": Optimizer::AdamW})),
        ("sgdDecay", json!({"weightDecay": 0.01, "optimizer": Optimizer::Sgd, "learningRate": 1e-2})),
        ("cosine", json!({"schedule": Schedule::Cosine})),
        ("oneCycle", json!({"schedule": Schedule::OneCycle})),
    ]
}

async fn heads_learn_as_in_pytorch(device: &Device, variants: &[(&str, Value)]) {
    for (name, changes) in variants {
        let head = head(FEATURES, "", true, device);
        let input = inputs([STEPS * 16, FEATURES, 1, 1], |unit| (2.0 * unit).powi(2), device);
        let trainer = trainer(Classifier::new(Vec::new(), Pooling::Mean, head), &input, settings(16, changes));
        check(name, &expected(&["head", name]), trainer, input).await;
    }
}

async fn a_sweep_over_the_rates_goes_as_in_pytorch(device: &Device) {
    let classifier = Classifier::new(Vec::new(), Pooling::Mean, head(FEATURES, "", true, device));
    let input = inputs([STEPS * 16, FEATURES, 1, 1], |unit| (2.0 * unit).powi(2), device);
    let settings = TrainingSettings { learning_rate: Sweep::MAX_RATE, ..settings(16, &json!({})) };
    let trainer = trainer(classifier, &input, settings).sweeping(Some(Sweep { steps: 14 }));
    check("sweep", &expected(&["head", "sweep"]), trainer, input).await;
}

async fn blocks_learn_as_in_pytorch(device: &Device) {
    let backbone = Backbone::load(WEIGHTS, device).unwrap();
    let first = backbone.block_count() - 3;
    let TrainedPart { blocks, pooling, .. } = TrainedPart::above(InputLevel::Block(first), &backbone).unwrap();
    let classifier = Classifier::new(blocks, pooling, head(FEATURES, "", true, device));
    let input = inputs([STEPS * 4, 192, 7, 7], |unit| 4.0 * unit, device);
    let changes =
        json!({"method": Method::FineTune, "learningRate": 1e-4, "blockLearningRate": 1e-5, "layerDecay": 0.8});
    let trainer = trainer(classifier, &input, settings(4, &changes));
    check("blocks", &expected(&["blocks"]), trainer, input).await;
}

async fn a_basic_cnn_learns_as_in_keras(device: &Device) {
    let backbone = Backbone::load(WEIGHTS, device).unwrap();
    let TrainedPart { blocks, pooling, features, .. } = TrainedPart::above(InputLevel::Pictures, &backbone).unwrap();
    let names = ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias"].into_iter();
    let blocks = blocks.map(&mut Fill { names, device });
    let classifier = Classifier::new(blocks, pooling, head(features, "head.", false, device));
    let input = inputs([STEPS * 8, 3, 64, 64], |unit| 0.5 + unit, device);
    let changes = json!({"method": Method::Scratch, "learningRate": 1e-4});
    let trainer = trainer(classifier, &input, settings(8, &changes));
    check("scratch", &expected(&["scratch"]), trainer, input).await;
}

/// Ten steps over consecutive rows of `input`.
async fn check(name: &str, expected: &[f64], mut trainer: Trainer, input: Tensor<4>) {
    let batch = input.dims()[0] / STEPS;
    for (step, (expected, input)) in expected.iter().zip(input.split(batch, 0)).enumerate() {
        let indices: Vec<u32> = (step * batch..(step + 1) * batch).map(|i| i as u32).collect();
        let loss = trainer.descend(input, &indices).await.unwrap();
        assert!((loss - expected).abs() < TOLERANCE, "{name}, step {step}: {loss} is not {expected}");
    }
}

fn trainer(classifier: Classifier, input: &Tensor<4>, settings: TrainingSettings) -> Trainer {
    let labels = (0..input.dims()[0]).map(|i| (i % 4).min(2)).collect();
    Trainer::new(settings, classifier, labels, Vec::new())
}

fn settings(batch_size: usize, changes: &Value) -> TrainingSettings {
    let mut settings = json!({"epochs": 1, "batchSize": batch_size, "dropout": 0.0, "balanceClasses": false});
    for (name, value) in changes.as_object().unwrap() {
        settings[name] = value.clone();
    }
    serde_json::from_value(settings).unwrap()
}

fn expected(path: &[&str]) -> Vec<f64> {
    let losses: Value = serde_json::from_str(LOSSES).unwrap();
    let found = path.iter().fold(&losses, |value, key| &value[*key]);
    serde_json::from_value(found.clone()).unwrap()
}

fn head(features: usize, prefix: &str, root: bool, device: &Device) -> Head {
    let layer = |name: &str, inputs, outputs| layer(&format!("{prefix}{name}"), inputs, outputs, device);
    Head { hidden: layer("hidden", features, HIDDEN), output: layer("output", HIDDEN, CLASSES), root, linear: false }
}

fn layer(name: &str, inputs: usize, outputs: usize, device: &Device) -> Linear {
    let weight = filled::<2>(&format!("{name}.weight"), [outputs, inputs], device);
    Head::layer(weight.transpose(), filled(&format!("{name}.bias"), [outputs], device))
}

/// Fills parameters, in their order, with the values of the names.
struct Fill<'a, N> {
    names: N,
    device: &'a Device,
}

impl<N: Iterator<Item = &'static str>> ModuleMapper for Fill<'_, N> {
    fn map_float<const D: usize>(&mut self, parameter: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let name = self.names.next().expect("a name a parameter");
        Param::from_tensor(filled(name, parameter.val().dims(), self.device))
    }
}

fn filled<const D: usize>(name: &str, shape: [usize; D], device: &Device) -> Tensor<D> {
    let fan_in: usize = shape[1..].iter().product();
    let scale = if name.ends_with("bias") { 0.2 } else { 2.0 * (3.0 / fan_in as f64).sqrt() };
    floats(name, shape, |unit| unit * scale, device)
}

fn inputs(shape: [usize; 4], value: impl Fn(f64) -> f64, device: &Device) -> Tensor<4> {
    floats("input", shape, value, device)
}

fn floats<const D: usize>(name: &str, shape: [usize; D], value: impl Fn(f64) -> f64, device: &Device) -> Tensor<D> {
    let values = formula::floats(name, shape.iter().product(), value);
    Tensor::from_data(TensorData::new(values, shape), device)
}

#[cfg(not(target_family = "wasm"))]
mod native {
    use super::*;
    use pollster::block_on;
    use pupil::nn::cpu;

    #[test]
    fn heads() {
        block_on(heads_learn_as_in_pytorch(&cpu(), &head_variants()));
    }

    #[test]
    fn sweep() {
        block_on(a_sweep_over_the_rates_goes_as_in_pytorch(&cpu()));
    }

    /// With class weights, dropout and mixup, which are drawn for the whole batch.
    #[test]
    fn in_parts() {
        let changes = json!({
            "method": Method::FineTune, "balanceClasses": true, "labelSmoothing": 0.1, "mixup": 0.2, "dropout": 0.2, "blockLearningRate": 1e-3,
        });
        let losses = |max_at_once| {
            let backbone = Backbone::load(WEIGHTS, &cpu()).unwrap();
            let first = backbone.block_count() - 1;
            let TrainedPart { blocks, pooling, .. } = TrainedPart::above(InputLevel::Block(first), &backbone).unwrap();
            let classifier = Classifier::new(blocks, pooling, head(FEATURES, "", true, &cpu()));
            let input = inputs([8, 320, 2, 2], |unit| 4.0 * unit, &cpu());
            let mut trainer = trainer(classifier, &input, settings(8, &changes)).at_most(max_at_once);
            let batch: Vec<u32> = (0..8).collect();
            [(); 3].map(|()| block_on(trainer.descend(input.clone(), &batch)).unwrap())
        };
        let whole = losses(usize::MAX);
        for max_at_once in [1, 3, 8] {
            let parts = losses(max_at_once);
            assert!(
                whole.iter().zip(&parts).all(|(a, b)| (a - b).abs() < 1e-4),
                "{max_at_once} at a time: {parts:?}, not {whole:?}"
            );
        }
    }

    #[test]
    fn blocks() {
        block_on(blocks_learn_as_in_pytorch(&cpu()));
    }

    #[test]
    fn scratch() {
        block_on(a_basic_cnn_learns_as_in_keras(&cpu()));
    }
}

#[cfg(target_family = "wasm")]
mod browser {
    use super::*;
    use pupil::nn::{cpu, webgpu};
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen_test]
    async fn on_the_cpu() {
        heads_learn_as_in_pytorch(&cpu(), &head_variants()).await;
        a_sweep_over_the_rates_goes_as_in_pytorch(&cpu()).await;
        blocks_learn_as_in_pytorch(&cpu()).await;
        a_basic_cnn_learns_as_in_keras(&cpu()).await;
    }

    /// Software WebGPU takes long, so of the heads' variants only the first two.
    #[wasm_bindgen_test]
    async fn on_webgpu() {
        let device = webgpu().await.expect("Chromium offers software WebGPU");
        heads_learn_as_in_pytorch(&device, &head_variants()[..2]).await;
        a_sweep_over_the_rates_goes_as_in_pytorch(&device).await;
        blocks_learn_as_in_pytorch(&device).await;
        a_basic_cnn_learns_as_in_keras(&device).await;
    }
}
