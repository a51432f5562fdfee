//! How well "none of these" is detected, on real photos: `sign-digits` in the folder that PUPIL_TEST_PHOTOS names. Without it the
//! test says that it is skipped.
#![cfg(not(target_family = "wasm"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pupil::eval::{Familiarity, auroc};
use pupil::nn::{Backbone, Head, cpu};
use pupil::picture::decode;
use pupil::settings::TrainingSettings;
use pupil::train::{Example, Plan, Run};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

/// Each sign left out in turn: the others are trained, and the sign must be told apart from their held-out pictures.
#[test]
fn a_sign_without_training_is_none_of_these() {
    let Some(photos) = std::env::var_os("PUPIL_TEST_PHOTOS") else {
        return println!("skipped: PUPIL_TEST_PHOTOS names no folder of test photos");
    };
    let folder = PathBuf::from(photos).join("sign-digits");
    let backbone = Backbone::load(WEIGHTS, &cpu()).unwrap();
    let signs: Vec<Vec<Arc<[f32]>>> =
        (0..10).map(|sign| embeddings(&backbone, &folder.join(sign.to_string()))).collect();
    let areas: Vec<f64> =
        (0..10).map(|left_out| pollster::block_on(area_without(&backbone, &signs, left_out))).collect();
    let mean = areas.iter().sum::<f64>() / 10.0;
    println!("AUROC by sign left out {areas:.3?}, mean {mean:.3}");
    assert!(mean >= 0.85);
}

fn embeddings(backbone: &Backbone, folder: &Path) -> Vec<Arc<[f32]>> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let embed = |file: &PathBuf| {
        let square = backbone.preprocess().square(&decode(&fs::read(file).unwrap()).unwrap());
        pollster::block_on(backbone.embed(&[square])).unwrap().remove(0).into()
    };
    files.iter().map(embed).collect()
}

async fn area_without(backbone: &Backbone, signs: &[Vec<Arc<[f32]>>], left_out: usize) -> f64 {
    let trained = signs.iter().enumerate().filter(|(sign, _)| *sign != left_out).map(|(_, pictures)| pictures);
    let examples = trained.enumerate().flat_map(|(class, pictures)| {
        pictures
            .iter()
            .enumerate()
            .map(move |(i, embedding)| (i % 4 == 0, Example { picture: 0, embedding: embedding.clone(), class }))
    });
    let (held_out, training): (Vec<_>, Vec<_>) = examples.partition(|(held_out, _)| *held_out);
    let [held_out, training] =
        [held_out, training].map(|part| part.into_iter().map(|(_, example)| example).collect::<Vec<_>>());
    let settings = TrainingSettings::default();
    let plan = Plan { settings, classes: 9, training: training.clone(), validation: held_out.clone() };
    let mut run = Run::new(plan, backbone);
    while run.ended().is_none() {
        run.step().await.unwrap();
    }
    let head = run.best().classifier.head;
    let rows = |examples: &[Example]| examples.iter().map(|example| example.embedding.clone()).collect::<Vec<_>>();
    let [learned, known, unknown] = [
        hidden(&head, &rows(&training)).await,
        hidden(&head, &rows(&held_out)).await,
        hidden(&head, &signs[left_out]).await,
    ];
    let learned: Vec<_> =
        learned.iter().zip(&training).map(|(hidden, example)| (hidden.as_slice(), example.class)).collect();
    let held_out: Vec<_> = known.iter().map(Vec::as_slice).collect();
    let familiarity = Familiarity::fit(9, &learned, &held_out).unwrap();
    let scores = |rows: &[Vec<f32>]| rows.iter().map(|hidden| familiarity.score(hidden, 0..9)).collect::<Vec<_>>();
    auroc(&scores(&known), &scores(&unknown))
}

async fn hidden(head: &Head, embeddings: &[Arc<[f32]>]) -> Vec<Vec<f32>> {
    let rows: Vec<&[f32]> = embeddings.iter().map(|embedding| &**embedding).collect();
    head.outputs(&rows).await.unwrap().into_iter().map(|output| output.hidden).collect()
}
