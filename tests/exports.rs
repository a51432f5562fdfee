//! A graph computed by plain loops is what the session computes; and, for `cargo xtask test exports`, exports for
//! `tests/exports/parity.py`, which runs them in other programs, and splits for `tests/exports/continuing.py`.
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
use pupil::data::{Dataset, held_out_folds, split};
use pupil::export::{Format, check_picture};
use pupil::graph::Graph;
use pupil::network::{Architecture, CatalogueEntry};
use pupil::picture::Preprocess;
use pupil::predict::Predictor;
use pupil::session::{Augmentation, Method, TrainingSettings, decode};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const LITE0: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

/// Rounding alone, through fifty layers.
const TOLERANCE: f64 = 1e-4;

fn head() -> TrainingSettings {
    TrainingSettings { epochs: 3, ..TrainingSettings::of(Method::DenseHead) }
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

async fn graph_equals_session(trained: Trained) {
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

/// The runtime's answer for a graph that went through a file.
async fn predictor_equals_session(trained: Trained) {
    let graph = trained.graph(&trained.facts().await).unwrap();
    let read = Graph::from_bytes(&graph.to_bytes()).unwrap();
    assert_eq!(read, graph);
    let picture = colours::picture([90, 120, 40], 7);
    let answer = Predictor::new(read).unwrap().answer(&picture);
    let expected = trained.session.classify(&picture).await.unwrap();
    let scores = answer.probabilities.iter().zip(&expected.scores);
    assert!(scores.clone().all(|(a, b)| (a - b.score).abs() < 1e-5), "{answer:?} is not {expected:?}");
    assert_eq!((answer.probabilities.len(), answer.familiar), (expected.scores.len(), !expected.none_of_these));
}

#[test]
fn a_graph_that_went_through_a_file_answers_as_the_session_does() {
    block_on(async {
        for settings in [head(), fine_tuned(3), scratch(standardized())] {
            predictor_equals_session(Trained::new(LITE0.to_vec(), settings).await).await;
        }
        predictor_equals_session(Trained::instant(LITE0.to_vec()).await).await;
    });
}

#[test]
fn the_graph_of_a_head_computes_what_the_session_does() {
    block_on(async { graph_equals_session(Trained::new(LITE0.to_vec(), head()).await).await });
}

#[test]
fn the_graph_of_an_instant_model_computes_what_the_session_does() {
    block_on(async { graph_equals_session(Trained::instant(LITE0.to_vec()).await).await });
}

#[test]
fn the_graph_of_tuned_blocks_computes_what_the_session_does() {
    block_on(async { graph_equals_session(Trained::new(LITE0.to_vec(), fine_tuned(3)).await).await });
}

#[test]
fn the_graph_of_a_network_from_scratch_computes_what_the_session_does() {
    for augmentation in [Augmentation::default(), standardized()] {
        block_on(async { graph_equals_session(Trained::new(LITE0.to_vec(), scratch(augmentation)).await).await });
    }
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
fn a_name_of_several_lines_is_one_label() {
    let class = |id: u32, name: &str| serde_json::json!({ "id": id, "name": name, "enabled": true, "pictures": 4, "sources": 4 });
    let classes = [class(0, "red\nor pink"), class(1, "green"), class(2, "blue\r\n\u{2028}")];
    let facts = serde_json::json!({ "date": "2026-11-26", "classes": classes, "probabilities": [0.5, 0.25, 0.25], "measured": null });
    let trained = block_on(Trained::new(LITE0.to_vec(), head()));
    let files = trained.package_with(Format::Onnx, &serde_json::from_value(facts).unwrap()).unwrap();
    let text =
        |wanted: &str| String::from_utf8(files.iter().find(|file| file.name == wanted).unwrap().bytes.clone()).unwrap();
    assert_eq!(text("labels.txt"), "red or pink\ngreen\nblue   \n");
    assert!(text("CARD.md").contains("\n- red or pink: 4 pictures from 4 sources\n"));
}

#[test]
fn what_a_format_cannot_say_is_refused() {
    block_on(async {
        let trained = Trained::new(LITE0.to_vec(), scratch(standardized())).await;
        assert!(trained.package(Format::Onnx).await.is_ok());
        for format in [Format::Tfjs, Format::Keras, Format::Tflite] {
            assert_eq!(trained.package(format).await.unwrap_err().code(), "not_exportable");
        }
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
    write_splits(&folder);
    block_on(async {
        let lite0 = Trained::new(LITE0.to_vec(), head()).await;
        write(&folder.join("lite0"), &lite0).await;
        write_photos(&folder.join("lite0/onnx"), &lite0).await;
        write(&folder.join("lite0-instant"), &Trained::instant(LITE0.to_vec()).await).await;
        write(&folder.join("lite0-tuned"), &Trained::new(LITE0.to_vec(), fine_tuned(3)).await).await;
        write(&folder.join("scratch"), &Trained::new(LITE0.to_vec(), scratch(Augmentation::default())).await).await;
        let by_own_figures = Trained::new(LITE0.to_vec(), scratch(standardized())).await;
        write(&folder.join("scratch-standardized"), &by_own_figures).await;
        for network in NETWORKS {
            let weights = formula::weights(network).to_safetensors("network", network.to_string());
            write(&folder.join(network.to_string()), &Trained::new(weights, head()).await).await;
        }
    });
}

/// The files with all of a network's numbers, and the bytes of a number in each.
const WHOLE: [(&str, u64); 7] = [
    ("model.onnx", 4),
    ("model-plain.onnx", 4),
    ("model.safetensors", 4),
    ("weights.bin", 4),
    ("model.keras", 4),
    ("model.tflite", 4),
    ("model-float16.tflite", 2),
];

/// One network of each family; all of them, which takes minutes, where exports are made for other programs, too.
#[test]
fn every_network_leaves_in_every_format() {
    let are_all = std::env::var_os("PUPIL_EXPORTS").is_some();
    let networks =
        if are_all { Architecture::ALL.to_vec() } else { [&[Architecture::BasicCnn], &NETWORKS[..]].concat() };
    for (index, network) in networks.into_iter().enumerate() {
        let weights = formula::weights(network).to_safetensors("network", network.to_string());
        // The head has nothing to do with the network: one is a dense one.
        let trained = block_on(Trained::on_one_picture(
            weights,
            (index == 0).then(|| TrainingSettings { epochs: 30, learning_rate: 0.01, ..head() }),
        ));
        let facts = block_on(trained.facts());
        let graph = trained.graph(&facts).unwrap();
        let numbers = CatalogueEntry::of(network).parameters + graph.head.hidden.weight.len() as u64;
        let picture = check_picture(&graph.input);
        let answer = Predictor::new(graph).unwrap().answer(&decode(&picture).unwrap());
        let mut whole = 0;
        for (_, format) in FORMATS {
            let files = trained.package_with(format, &facts).unwrap();
            let file = |wanted: &str| &files.iter().find(|file| file.name == wanted).unwrap().bytes;
            assert_eq!((&**file("labels.txt"), file("check.png")), (&b"one\ntwo\n"[..], &picture));
            let check: serde_json::Value = serde_json::from_slice(file("check.json")).unwrap();
            let expected: Vec<f64> = serde_json::from_value(check["probabilities"].clone()).unwrap();
            let off = answer.probabilities.iter().zip(&expected).map(|(a, b)| (f64::from(*a) - b).abs());
            assert!(
                expected.len() == 2 && off.fold(0.0, f64::max) < TOLERANCE,
                "{network}: {answer:?}, not {expected:?}"
            );
            for (name, bytes) in WHOLE {
                let Some(written) = files.iter().find(|file| file.name == name) else { continue };
                // Without a norm's own numbers, where it is folded; with the graph, which is large beside a small network's.
                let (expected, size) = (bytes * numbers, written.bytes.len() as u64);
                let range = expected * 9 / 10..expected * 11 / 10 + 300_000;
                assert!(range.contains(&size), "{network} {name}: {size} bytes, not about {expected}");
                whole += 1;
            }
        }
        assert_eq!(whole, WHOLE.len(), "{network}");
    }
}

const FORMATS: [(&str, Format); 4] =
    [("onnx", Format::Onnx), ("tfjs", Format::Tfjs), ("keras", Format::Keras), ("tflite", Format::Tflite)];

/// A folder for each format that can hold the model.
async fn write(folder: &Path, trained: &Trained) {
    for (name, format) in FORMATS {
        let files = match trained.package(format).await {
            Err(refused) if refused.code() == "not_exportable" => continue,
            files => files.unwrap(),
        };
        let folder = folder.join(name);
        fs::create_dir_all(&folder).unwrap();
        for file in files {
            fs::write(folder.join(file.name), file.bytes).unwrap();
        }
    }
}

/// Photos of 25 sizes and shapes, from 100 × 100 to 462 × 288: how many of each folder.
const PHOTOS: [(&str, usize); 3] = [("imagenet-samples", 15), ("ants-bees/val/ants", 6), ("sign-digits/5", 4)];

/// `photos.json`: what the session answers for real photos, by path.
async fn write_photos(folder: &Path, trained: &Trained) {
    let Some(root) = std::env::var_os("PUPIL_TEST_PHOTOS").map(PathBuf::from) else {
        println!("no photos: PUPIL_TEST_PHOTOS names no folder of test photos");
        return;
    };
    let mut answers = std::collections::BTreeMap::new();
    for (name, count) in PHOTOS {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(root.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|kind| kind == "jpg"));
        paths.sort();
        let between = paths.len() / count;
        for path in paths.into_iter().step_by(between).take(count) {
            let answer = trained.probabilities(&decode(&fs::read(&path).unwrap()).unwrap()).await;
            answers.insert(path.to_str().unwrap().to_owned(), answer);
        }
    }
    fs::write(folder.join("photos.json"), serde_json::to_string(&answers).unwrap()).unwrap();
}

/// `splits.json`: which pictures of random projects are held out, and in which fold each is.
fn write_splits(folder: &Path) {
    let cases: Vec<_> = (0..40).map(|seed| split_case(&mut ChaCha8Rng::seed_from_u64(seed))).collect();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("splits.json"), serde_json::to_string(&cases).unwrap()).unwrap();
}

/// Classes of a few sources, some of which they share.
fn split_case(rng: &mut ChaCha8Rng) -> serde_json::Value {
    let mut dataset = Dataset::default();
    let classes = rng.random_range(2..6);
    for class in 0..classes {
        dataset.add_class(None, &format!("class {class}"), true).unwrap();
    }
    let (sources, fraction, seed) = (rng.random_range(2..40), rng.random_range(0..6), rng.random_range(0..u32::MAX));
    let mut pictures = Vec::new();
    for picture in 0..rng.random_range(20..120) {
        let class = if picture < classes { picture } else { rng.random_range(0..classes) };
        let shared = rng.random_bool(0.1);
        let source = match rng.random_range(0..sources) {
            number if shared => format!("Aufnahme № {number}"),
            number => format!("file:{class}-{number}"),
        };
        dataset.add_picture(None, class, &source, true, [].into()).unwrap();
        pictures.push((class, source));
    }
    let fraction = f64::from(fraction) / 10.0;
    let folds = held_out_folds(&dataset, 10);
    let fold_of = |id: usize| folds.get(&(id as u32)).map_or(-1, |&fold| fold as i64);
    serde_json::json!({
        "pictures": pictures,
        "fraction": fraction,
        "seed": seed,
        "heldOut": split(&dataset, fraction, seed).validation,
        "folds": (0..pictures.len()).map(fold_of).collect::<Vec<_>>(),
    })
}
