//! A graph computed by plain loops is what the session computes; and, for `cargo xtask test exports`, exports for
//! `tests/exports/parity.py`, which runs them in other programs.
#![cfg(not(target_family = "wasm"))]

mod colours;
#[path = "exports/mod.rs"]
mod exported;
mod formula;
mod interpreter;

use std::fs;
use std::path::{Path, PathBuf};

use exported::Trained;
use pollster::block_on;
use pupil::network::Architecture;
use pupil::picture::Preprocess;
use pupil::session::{Augmentation, Method, TrainingSettings, decode};

const LITE0: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

/// Rounding alone, through fifty layers.
const TOLERANCE: f64 = 1e-4;

fn head() -> TrainingSettings {
    TrainingSettings { epochs: 3, ..TrainingSettings::of(Method::Instant) }
}

fn fine_tuned(blocks: usize) -> TrainingSettings {
    TrainingSettings { epochs: 1, unfrozen_blocks: blocks, ..TrainingSettings::of(Method::FineTune) }
}

fn scratch(augmentation: Augmentation) -> TrainingSettings {
    TrainingSettings { epochs: 1, augmentation, ..TrainingSettings::of(Method::Scratch) }
}

/// Every picture's own figures first, then those of all.
fn standardized() -> Augmentation {
    Augmentation {
        rescale: Some(1.0 / 255.0),
        samplewise_std: true,
        samplewise_center: true,
        featurewise_center: true,
        featurewise_std: true,
        ..Augmentation::default()
    }
}

async fn graph_equals_session(settings: TrainingSettings) {
    let trained = Trained::new(LITE0.to_vec(), settings).await;
    let facts = trained.facts().await;
    let graph = trained.graph(&facts).unwrap();
    let input = &graph.input;
    let preprocess = Preprocess { size: input.size, crop: input.crop, mean: input.mean, std: input.std };
    let picture = colours::picture([90, 120, 40], 7);
    let found = interpreter::probabilities(&graph, &preprocess.square(&picture));
    let expected = trained.probabilities(&picture).await;
    assert_eq!(found.len(), expected.len());
    assert!(
        found.iter().zip(&expected).all(|(a, b)| (a - f64::from(*b)).abs() < TOLERANCE),
        "{found:?} is not {expected:?}"
    );
}

#[test]
fn the_graph_of_a_head_computes_what_the_session_does() {
    block_on(graph_equals_session(head()));
}

#[test]
fn the_graph_of_tuned_blocks_computes_what_the_session_does() {
    block_on(graph_equals_session(fine_tuned(3)));
}

#[test]
fn the_graph_of_a_network_from_scratch_computes_what_the_session_does() {
    block_on(graph_equals_session(scratch(Augmentation::default())));
    block_on(graph_equals_session(scratch(standardized())));
}

#[test]
fn a_disabled_class_is_left_out() {
    block_on(async {
        let mut trained = Trained::new(LITE0.to_vec(), head()).await;
        trained.session.set_class_enabled(1, false).unwrap();
        let facts = trained.facts().await;
        let graph = trained.graph(&facts).unwrap();
        assert_eq!(
            (&*graph.labels, graph.head.output.shape[0], facts.probabilities.len()),
            (&["red".into(), "blue".into()][..], 2, 2)
        );
        let none = pupil::export::Facts { classes: Vec::new(), ..facts };
        assert_eq!(trained.graph(&none).unwrap_err().code(), "too_few_classes");
    });
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    block_on(async {
        let trained = Trained::new(LITE0.to_vec(), head()).await;
        let other =
            formula::weights(Architecture::MobilenetV2Half).to_safetensors("network", "mobilenet_v2_050".into());
        let backbone = pupil::network::BackboneFile::from_bytes(&other).unwrap();
        let model = trained.session.save_model().await.unwrap();
        let model = pupil::model::ModelFile::from_bytes(&model).unwrap();
        let refused = pupil::graph::Graph::new(&backbone, &model, &trained.facts().await.labels());
        assert_eq!(refused.unwrap_err().code(), "wrong_model");
    });
}

/// The networks whose exports other programs run, each with its weights from a formula: one of each family, and Lite0 as carried.
const NETWORKS: [Architecture; 5] = [
    Architecture::EfficientnetLite1,
    Architecture::MobilenetV2Half,
    Architecture::Resnet18,
    Architecture::InceptionV3,
    Architecture::Vgg11Bn,
];

#[test]
fn exports_for_other_programs() {
    let Some(folder) = std::env::var_os("PUPIL_EXPORTS").map(PathBuf::from) else {
        println!("skipped: PUPIL_EXPORTS names no folder to write to");
        return;
    };
    block_on(async {
        let lite0 = Trained::new(LITE0.to_vec(), head()).await;
        write(&folder.join("lite0"), &lite0).await;
        write_photos(&folder.join("lite0"), &lite0).await;
        write(&folder.join("lite0-tuned"), &Trained::new(LITE0.to_vec(), fine_tuned(3)).await).await;
        write(&folder.join("scratch"), &Trained::new(LITE0.to_vec(), scratch(standardized())).await).await;
        for network in NETWORKS {
            let weights = formula::weights(network).to_safetensors("network", network.to_string());
            write(&folder.join(network.to_string()), &Trained::new(weights, head()).await).await;
        }
    });
}

async fn write(folder: &Path, trained: &Trained) {
    fs::create_dir_all(folder).unwrap();
    for file in trained.package().await {
        fs::write(folder.join(file.name), file.bytes).unwrap();
    }
}

/// `photos.json`: what the session answers for real photos, by path.
async fn write_photos(folder: &Path, trained: &Trained) {
    let Some(photos) = std::env::var_os("PUPIL_TEST_PHOTOS").map(|root| Path::new(&root).join("imagenet-samples"))
    else {
        println!("no photos: PUPIL_TEST_PHOTOS names no folder of test photos");
        return;
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(photos).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "jpg"));
    paths.sort();
    let mut answers = std::collections::BTreeMap::new();
    for path in paths.into_iter().step_by(4) {
        let answer = trained.probabilities(&decode(&fs::read(&path).unwrap()).unwrap()).await;
        answers.insert(path.to_str().unwrap().to_owned(), answer);
    }
    fs::write(folder.join("photos.json"), serde_json::to_string(&answers).unwrap()).unwrap();
}
