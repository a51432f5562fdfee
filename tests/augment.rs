//! Augmentation against Keras's (`tests/golden/augment/make.py`), natively and in the browser, on the CPU and on WebGPU.

use burn::tensor::{Device, Tensor, TensorData};
use pupil::augment::{Augmentation, FillMode, Standardizer, Statistics, View};
use pupil::nn::read;
use pupil::nn::views::{apply, levels, standardize};
use pupil::picture::Pixels;
use serde::Deserialize;

const AFFINE: &str = include_str!("golden/augment/affine.json");

/// A ten-thousandth of the range of levels.
const TOLERANCE: f32 = 0.0255;

#[derive(Deserialize)]
struct Golden {
    cval: f64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    h: usize,
    w: usize,
    x: Vec<f32>,
    params: Params,
    mode: FillMode,
    expected: Vec<f32>,
}

#[derive(Debug, Deserialize)]
#[serde(default)]
struct Params {
    theta: f64,
    tx: f64,
    ty: f64,
    shear: f64,
    zx: f64,
    zy: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self { theta: 0.0, tx: 0.0, ty: 0.0, shear: 0.0, zx: 1.0, zy: 1.0 }
    }
}

impl Params {
    fn view(&self) -> View {
        View {
            rotation: self.theta,
            shift_x: self.tx,
            shift_y: self.ty,
            shear: self.shear,
            zoom_x: self.zx,
            zoom_y: self.zy,
            ..View::default()
        }
    }
}

/// A batch for each size and fill mode: the same picture in three channels, a channel half as bright as the one before.
async fn affine_equals_keras(device: &Device) {
    let golden: Golden = serde_json::from_str(AFFINE).unwrap();
    for cases in golden.cases.chunk_by(|a, b| (a.h, a.w) == (b.h, b.w)) {
        for mode in [FillMode::Nearest, FillMode::Constant, FillMode::Reflect, FillMode::Wrap] {
            let cases: Vec<&Case> = cases.iter().filter(|case| case.mode == mode).collect();
            assert_eq!(cases.len(), 10);
            let augmentation = Augmentation { fill_mode: mode, cval: golden.cval, ..Augmentation::default() };
            check_batch(&cases, &augmentation, device).await;
        }
    }
}

async fn check_batch(cases: &[&Case], augmentation: &Augmentation, device: &Device) {
    let &Case { h, w, .. } = cases[0];
    let views: Vec<View> = cases.iter().map(|case| case.params.view()).collect();
    // Between the border's level and the next one, halves are as far from `cval` as in Keras.
    let halves = |level: f32| augmentation.cval as f32 + (level - augmentation.cval as f32) / 2.0;
    let channels =
        |case: &&Case| [case.x.clone(), case.x.iter().map(|&x| halves(x)).collect(), case.x.clone()].concat();
    let pictures = cases.iter().flat_map(channels).collect();
    let views = read(apply(batch(pictures, [cases.len(), 3, h, w], device), &views, augmentation)).await.unwrap();
    for (case, view) in cases.iter().zip(views.chunks_exact(3 * h * w)) {
        let about = format!("{:?} {:?}", case.params, case.mode);
        let half: Vec<f32> = case.expected.iter().map(|&level| halves(level)).collect();
        for (channel, expected) in view.chunks_exact(h * w).zip([&case.expected, &half, &case.expected]) {
            assert_near(channel, expected, TOLERANCE, &about);
        }
    }
}

fn batch(values: Vec<f32>, shape: [usize; 4], device: &Device) -> Tensor<4> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

fn assert_near(actual: &[f32], expected: &[f32], tolerance: f32, about: &str) {
    assert_eq!(actual.len(), expected.len(), "{about}");
    let near = actual.iter().zip(expected).all(|(a, b)| (a - b).abs() <= tolerance);
    assert!(near, "{about}:\n{actual:?} is not\n{expected:?}");
}

/// Values from Keras: channel shift, brightness; a view without a step leaves its picture to the bit.
async fn pixel_operations_equal_keras(device: &Device) {
    let pixels = [10.0, 101.0, 200.0, 1.0, 51.0, 255.0];
    let shift = |channel_shift| View { channel_shift, ..View::default() };
    let light = |factor| View { brightness: Some(factor), ..View::default() };
    let cases = [
        (View::default(), pixels),
        (light(0.5), [5.0, 50.0, 100.0, 0.0, 25.0, 127.0]),
        (light(1.5), [15.0, 151.0, 255.0, 1.0, 76.0, 255.0]),
        (light(0.0), [0.0; 6]),
        (shift(60.0), [70.0, 161.0, 255.0, 61.0, 111.0, 255.0]),
        (shift(-60.0), [1.0, 41.0, 140.0, 1.0, 1.0, 195.0]),
        (View { horizontal_flip: true, ..View::default() }, [101.0, 10.0, 1.0, 200.0, 255.0, 51.0]),
    ];
    let views: Vec<View> = cases.iter().map(|case| case.0.clone()).collect();
    let pictures = batch(pixels.repeat(cases.len()), [cases.len(), 3, 1, 2], device);
    let seen = read(apply(pictures, &views, &Augmentation::default())).await.unwrap();
    for ((view, expected), seen) in cases.iter().zip(seen.chunks_exact(6)) {
        assert_eq!(seen, expected, "{view:?}");
    }
}

/// Values from Keras of the first pixel of `arange(24).reshape(1, 2, 4, 3)`, which the square repeats.
async fn standardizing_equals_keras(device: &Device) {
    let off = Augmentation::default();
    let cases = [
        (Augmentation { rescale: Some(0.5), ..off.clone() }, [0.0, 0.5, 1.0]),
        (Augmentation { samplewise_center: true, ..off.clone() }, [-11.5, -10.5, -9.5]),
        (Augmentation { samplewise_std: true, ..off.clone() }, [-1.661_325, -1.516_861, -1.372_398]),
        (Augmentation { featurewise_center: true, rescale: Some(0.5), ..off.clone() }, [-5.25; 3]),
        (Augmentation { featurewise_std: true, ..off.clone() }, [-1.527_525; 3]),
        (Augmentation { featurewise_std: true, rescale: Some(0.5), ..off }, [-1.527_525; 3]),
    ];
    let square = counting();
    for (augmentation, expected) in cases {
        let mut statistics = Statistics::default();
        (0..3).for_each(|_| statistics.add(&square));
        let standardizer = Standardizer::new(&augmentation, &statistics);
        let seen = read(standardize(levels(&[&square, &square], device), &standardizer)).await.unwrap();
        for picture in seen.chunks_exact(3 * 64) {
            assert_near(&[picture[0], picture[64], picture[128]], &expected, 1e-5, &format!("{augmentation:?}"));
        }
    }
}

/// 8 × 8 pixels whose channels count up to 23, over and over.
fn counting() -> Pixels {
    let pixel = |i: u8| [3 * i, 3 * i + 1, 3 * i + 2, 255];
    let rgba: Vec<u8> = (0..64).flat_map(|i| pixel(i % 8)).collect();
    Pixels::from_rgba(&rgba, 8, 8).unwrap()
}

#[cfg(not(target_family = "wasm"))]
mod native {
    use super::*;

    #[test]
    fn affine_on_the_cpu() {
        pollster::block_on(affine_equals_keras(&pupil::nn::cpu()));
    }

    #[test]
    fn pixel_operations_on_the_cpu() {
        pollster::block_on(pixel_operations_equal_keras(&pupil::nn::cpu()));
    }

    #[test]
    fn standardizing_on_the_cpu() {
        pollster::block_on(standardizing_equals_keras(&pupil::nn::cpu()));
    }
}

#[cfg(target_family = "wasm")]
mod browser {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    async fn all_equal_keras(device: &Device) {
        affine_equals_keras(device).await;
        pixel_operations_equal_keras(device).await;
        standardizing_equals_keras(device).await;
    }

    #[wasm_bindgen_test]
    async fn on_the_cpu() {
        all_equal_keras(&pupil::nn::cpu()).await;
    }

    #[wasm_bindgen_test]
    async fn on_webgpu() {
        let device = pupil::nn::webgpu().await.expect("Chromium offers software WebGPU");
        all_equal_keras(&device).await;
    }
}
