//! How well "none of these" is detected, on real photos: `sign-digits` in the folder that PUPIL_TEST_PHOTOS names. Without it the
//! test says that it is skipped.
#![cfg(not(target_family = "wasm"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use pupil::eval::{Familiarity, auroc};
use pupil::lda::{Example as Picture, Learner};
use pupil::nn::{Backbone, Head, cpu};
use pupil::picture::decode;
use pupil::settings::TrainingSettings;
use pupil::train::{Example, Plan, Run};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

/// Each sign left out in turn: the others are trained, and the sign must be told apart from their held-out pictures.
#[test]
fn a_sign_without_training_is_none_of_these() {
    let Some(folder) = hand_signs() else { return };
    let backbone = Backbone::load(WEIGHTS, &cpu()).unwrap();
    let signs = signs(&backbone, &folder);
    let areas: Vec<f64> =
        (0..10).map(|left_out| pollster::block_on(area_without(&backbone, signs, left_out))).collect();
    let mean = areas.iter().sum::<f64>() / 10.0;
    println!("AUROC by sign left out {areas:.3?}, mean {mean:.3}");
    assert!(mean >= 0.85);
}

/// The same of the instant model, four splits each.
#[test]
fn a_sign_that_the_instant_model_does_not_know_is_none_of_these() {
    let Some(folder) = hand_signs() else { return };
    let signs = signs(&Backbone::load(WEIGHTS, &cpu()).unwrap(), &folder);
    let mean_of_splits = |left_out| (0..4).map(|split| instant_area(signs, left_out, split)).sum::<f64>() / 4.0;
    let areas: Vec<f64> = (0..10).map(mean_of_splits).collect();
    let mean = areas.iter().sum::<f64>() / 10.0;
    println!("instant: AUROC by sign left out {areas:.3?}, mean {mean:.3}");
    assert!(mean >= 0.89 && areas.iter().all(|area| *area >= 0.78));
}

/// Two classes have one axis, on which directions say nothing: only the distance does.
#[test]
fn with_two_signs_it_tells_others_better_than_chance() {
    let Some(folder) = hand_signs() else { return };
    let signs = signs(&Backbone::load(WEIGHTS, &cpu()).unwrap(), &folder);
    let areas: Vec<f64> = (0..5).map(|first| area_of(signs, &[first, first + 5], 0)).collect();
    let mean = areas.iter().sum::<f64>() / 5.0;
    println!("instant, two signs: AUROC {areas:.3?}, mean {mean:.3}");
    assert!(mean >= 0.7);
}

fn instant_area(signs: &[Vec<Arc<[f32]>>], left_out: usize, split: usize) -> f64 {
    let known: Vec<usize> = (0..10).filter(|sign| *sign != left_out).collect();
    area_of(signs, &known, split)
}

/// How well held-out pictures of the known signs are told from all others.
fn area_of(signs: &[Vec<Arc<[f32]>>], known: &[usize], split: usize) -> f64 {
    let held_out = |i: usize| i % 4 == split;
    let mut examples = Vec::new();
    for (class, &sign) in known.iter().enumerate() {
        for (i, embedding) in signs[sign].iter().enumerate().filter(|(i, _)| !held_out(*i)) {
            examples.push(Picture {
                picture: i as u32,
                class,
                fold: Some(i % 10),
                view: false,
                embedding: embedding.clone(),
            });
        }
    }
    let mut learner = Learner::new(examples, known.len());
    let learned = std::iter::repeat(()).find_map(|()| learner.step()).unwrap();
    let familiarity = learned.familiarity.unwrap();
    let score = |embedding: &Arc<[f32]>| {
        let roots: Vec<f32> = embedding.iter().map(|x| x.max(1e-6).sqrt()).collect();
        let rows = learned.hidden.weight.chunks_exact(roots.len()).zip(&learned.hidden.bias);
        let hidden: Vec<f32> =
            rows.map(|(row, bias)| row.iter().zip(&roots).map(|(w, x)| w * x).sum::<f32>() + bias).collect();
        familiarity.score(&hidden, 0..known.len())
    };
    let of_known = known.iter().flat_map(|&sign| signs[sign].iter().enumerate().filter(|(i, _)| held_out(*i)));
    let familiar: Vec<f64> = of_known.map(|(_, embedding)| score(embedding)).collect();
    let others = (0..10).filter(|sign| !known.contains(sign)).flat_map(|sign| &signs[sign]);
    auroc(&familiar, &others.map(score).collect::<Vec<_>>())
}

/// The folder of hand signs; none without photos.
fn hand_signs() -> Option<PathBuf> {
    let photos = std::env::var_os("PUPIL_TEST_PHOTOS");
    if photos.is_none() {
        println!("skipped: PUPIL_TEST_PHOTOS names no folder of test photos");
    }
    Some(PathBuf::from(photos?).join("sign-digits"))
}

/// The embeddings of each sign, computed once.
fn signs(backbone: &Backbone, folder: &Path) -> &'static [Vec<Arc<[f32]>>] {
    static SIGNS: OnceLock<Vec<Vec<Arc<[f32]>>>> = OnceLock::new();
    SIGNS.get_or_init(|| (0..10).map(|sign| embeddings(backbone, &folder.join(sign.to_string()))).collect())
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
