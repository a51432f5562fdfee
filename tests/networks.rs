//! Every network against torchvision and efficientnet_lite_pytorch (`tests/golden/networks/make.py`): tensors natively,
//! features on every path there is.

mod formula;

use burn::tensor::{Device, Tensor, TensorData};
use pupil::network::Architecture;
use pupil::nn::{Network, Pooling, read};
use pupil::weights::Weights;

const FEATURES: &[u8] = include_bytes!("golden/networks/features.safetensors");

/// Rounding alone, over up to a hundred layers.
const TOLERANCE: f64 = 1e-3;

async fn features_equal_pytorch(architecture: Architecture, weights: &Weights<'_>, device: &Device) {
    let side = architecture.preprocess().size as usize;
    let picture = TensorData::new(picture(side), [1, 3, side, side]);
    let network = Network::load(architecture, weights, device).unwrap();
    let features = read(Pooling::Mean.forward(network.forward(Tensor::from_data(picture, device)))).await.unwrap();
    check(architecture, &features);
}

/// `[3, side, side]`
fn picture(side: usize) -> Vec<f32> {
    formula::floats("input", 3 * side * side, |u| 2.0 * u)
}

fn check(architecture: Architecture, features: &[f32]) {
    let expected = Weights::from_bytes(FEATURES).unwrap();
    let expected = expected.values(&architecture.to_string(), &[architecture.features()]).unwrap();
    assert_eq!(features.len(), expected.len(), "{architecture}");
    assert!(distance(features, &expected) < TOLERANCE, "{architecture}: {}", distance(features, &expected));
}

/// Euclidean distance, relative to the length of `expected`.
fn distance(actual: &[f32], expected: &[f32]) -> f64 {
    let square = |x: f32| f64::from(x) * f64::from(x);
    let apart: f64 = actual.iter().zip(expected).map(|(a, b)| square(a - b)).sum();
    (apart / expected.iter().map(|&b| square(b)).sum::<f64>()).sqrt()
}

#[cfg(not(target_family = "wasm"))]
mod native {
    use super::*;
    use std::collections::BTreeMap;

    use pupil::infer::{Plan, channels_last};
    use pupil::network::{CatalogueEntry, StateDict};
    use pupil::nn::{Block, cpu};
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use serde::Deserialize;

    const TABLES: &str = include_str!("golden/networks/tables.json");

    #[derive(Debug, PartialEq, Deserialize)]
    struct Table {
        tensors: usize,
        parameters: u64,
        multiply_adds: u64,
        crc32: u32,
    }

    impl Table {
        fn of(architecture: Architecture) -> Self {
            let tensors = architecture.tensors();
            let CatalogueEntry { parameters, multiply_adds, .. } = CatalogueEntry::of(architecture);
            let mut lines: Vec<String> = tensors.iter().map(|(name, shape)| format!("{name} {shape:?}")).collect();
            lines.sort();
            Self {
                tensors: tensors.len(),
                parameters,
                multiply_adds,
                crc32: crc32fast::hash(lines.join("\n").as_bytes()),
            }
        }
    }

    #[test]
    fn names_shapes_and_costs_are_pytorchs() {
        let golden: BTreeMap<Architecture, Table> = serde_json::from_str(TABLES).unwrap();
        assert_eq!(golden.len(), Architecture::ALL.len());
        for (architecture, table) in golden {
            assert_eq!(Table::of(architecture), table, "{architecture}");
        }
    }

    /// One of each family.
    fn golden() -> [Architecture; 5] {
        ["resnet18", "resnet50", "mobilenet_v2", "vgg16", "inception_v3"]
            .map(|name| serde_json::from_value(name.into()).unwrap())
    }

    #[test]
    fn features_on_the_cpu() {
        for architecture in golden() {
            let weights = formula::weights(architecture);
            pollster::block_on(features_equal_pytorch(architecture, &weights, &cpu()));
            features_of_the_plan_equal_pytorch(architecture, &weights);
        }
    }

    fn features_of_the_plan_equal_pytorch(architecture: Architecture, weights: &Weights) {
        let blocks = architecture.blocks();
        let state = StateDict::of(&blocks, weights);
        let side = architecture.preprocess().size as usize;
        let plan = Plan::compile(&blocks, side, &mut |conv| state.kernel(conv)).unwrap().unwrap();
        check(architecture, &plan.run(&channels_last(&picture(side), 3))[0].pooled());
    }

    #[test]
    fn the_catalogue_has_file_sizes_and_memory() {
        let entry = CatalogueEntry::of(Architecture::BasicCnn);
        // 3·3·3·32 + 32 + 32·3·3·64 + 64 numbers; maps of 32×62×62 from 3×64×64, and of 64×29×29 from 32×31×31.
        assert_eq!((entry.parameters, entry.bytes_f32, entry.bytes_f16), (19_392, 77_568, 38_784));
        assert_eq!(entry.memory, 4 * (19_392 + 3 * 64 * 64 + 32 * 62 * 62));
        assert_eq!(entry.training_memory, 4 * (32 * 62 * 62 + 64 * 29 * 29));
        assert_eq!((entry.blocks, entry.features), (vec!["block 1".to_owned(), "block 2".to_owned()], 64));
    }

    /// Keras: uniform within ±√(6 / (fan in + fan out)), fans times the kernel's area, and no bias.
    #[test]
    fn a_fresh_network_is_as_keras_makes_it() {
        let fresh = |seed| {
            let rng = &mut ChaCha8Rng::seed_from_u64(seed);
            let blocks = Network::init(Architecture::BasicCnn, rng, &cpu()).blocks;
            blocks.iter().map(|block| pollster::block_on(numbers(block))).collect::<Vec<_>>()
        };
        let kernels = fresh(7);
        for ((weight, bias), fans) in kernels.iter().zip([(3 + 32) * 9, (32 + 64) * 9]) {
            let limit = (6.0 / fans as f32).sqrt();
            let max = weight.iter().fold(0.0, |max: f32, w| max.max(w.abs()));
            assert!(max <= limit && max > 0.98 * limit, "{max} of {limit}");
            assert!(bias.iter().all(|&b| b == 0.0));
        }
        assert_eq!(kernels, fresh(7));
        assert_ne!(kernels, fresh(8));
    }

    /// Weight and bias of a block that is a convolution and a pool.
    async fn numbers(block: &Block) -> (Vec<f32>, Vec<f32>) {
        let Block::Chain(links) = block else { panic!("not a chain: {block:?}") };
        let Block::Conv(layer) = &links[0] else { panic!("no convolution: {block:?}") };
        let bias = layer.conv.bias.as_ref().expect("every convolution has one");
        (read(layer.conv.weight.val()).await.unwrap(), read(bias.val()).await.unwrap())
    }

    #[test]
    fn every_block_has_a_name_of_its_own_and_weights() {
        for architecture in Architecture::ALL {
            let blocks = architecture.blocks();
            assert!(blocks.iter().all(|block| !block.spec.convs().is_empty()), "{architecture}");
            let mut names = architecture.block_names();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), blocks.len(), "{architecture}");
        }
    }
}

#[cfg(target_family = "wasm")]
mod browser {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen_test]
    async fn features_on_the_cpu() {
        use Architecture::*;
        for architecture in [Resnet18, Resnet50, MobilenetV2, Vgg16, InceptionV3] {
            features_equal_pytorch(architecture, &formula::weights(architecture), &pupil::nn::cpu()).await;
        }
    }

    /// Software WebGPU is slow: one network for each kind of block there is.
    #[wasm_bindgen_test]
    async fn features_on_webgpu() {
        use Architecture::*;
        let device = pupil::nn::webgpu().await.expect("Chromium offers software WebGPU");
        for architecture in [Resnet18, MobilenetV2, InceptionV3] {
            features_equal_pytorch(architecture, &formula::weights(architecture), &device).await;
        }
    }
}
