//! EfficientNet-Lite0 against PyTorch (`tests/golden/efficientnet_lite0/make.py`), on every path there is: the CPU natively
//! and in the browser, and WebGPU in the browser.

use burn::tensor::Device;
use pupil::nn::Backbone;
use pupil::picture::Pixels;
use pupil::weights::Weights;

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const GOLDEN: &[u8] = include_bytes!("golden/efficientnet_lite0/golden.safetensors");
const PHOTOS: [&str; 4] = ["000", "252", "504", "999"];

/// Rounding alone, over fifty layers.
const TOLERANCE: f64 = 2e-3;
/// What half precision of the weights may add.
const SHIPPED_TOLERANCE: f64 = 5e-3;

async fn embeddings_equal_pytorch(device: &Device) {
    let backbone = Backbone::load(WEIGHTS, device).unwrap();
    let golden = Weights::from_bytes(GOLDEN).unwrap();
    let squares: Vec<Pixels> = PHOTOS.iter().map(|photo| square(photo)).collect();
    let embeddings = backbone.embed(&squares).await.unwrap();
    for (photo, embedding) in PHOTOS.iter().zip(&embeddings) {
        let shipped = golden.values(&format!("{photo}.features_shipped"), &[1280]).unwrap();
        let full = golden.values(&format!("{photo}.features"), &[1280]).unwrap();
        assert!(distance(embedding, &shipped) < TOLERANCE, "{photo}: {}", distance(embedding, &shipped));
        assert!(distance(embedding, &full) < SHIPPED_TOLERANCE, "{photo}: {}", distance(embedding, &full));
        let scores = backbone.pretrained().unwrap().scores(embedding);
        let logits = golden.values(&format!("{photo}.logits"), &[1000]).unwrap();
        assert_eq!(pupil::eval::argmax(&scores), pupil::eval::argmax(&logits), "{photo}");
    }
}

/// The picture as PyTorch was shown it.
fn square(photo: &str) -> Pixels {
    let file = safetensors::SafeTensors::deserialize(GOLDEN).unwrap();
    let rgb = file.tensor(&format!("{photo}.square")).unwrap().data().to_vec();
    let rgba: Vec<u8> = rgb.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect();
    Pixels::from_rgba(&rgba, 224, 224).unwrap()
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

    #[test]
    fn embeddings_on_the_cpu() {
        pollster::block_on(embeddings_equal_pytorch(&pupil::nn::cpu()));
    }

    #[test]
    fn a_wrong_file_is_refused() {
        let code = |bytes: &[u8]| Backbone::load(bytes, &pupil::nn::cpu()).err().unwrap().code();
        assert_eq!(code(b"not safetensors"), "wrong_weights");
        assert_eq!(code(GOLDEN), "wrong_weights");
        assert_eq!(code(&WEIGHTS[..WEIGHTS.len() / 2]), "wrong_weights");
    }
}

#[cfg(target_family = "wasm")]
mod browser {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen_test]
    async fn embeddings_on_the_cpu() {
        embeddings_equal_pytorch(&pupil::nn::cpu()).await;
    }

    #[wasm_bindgen_test]
    async fn embeddings_on_webgpu() {
        let device = pupil::nn::webgpu().await.expect("Chromium offers software WebGPU");
        embeddings_equal_pytorch(&device).await;
    }
}
