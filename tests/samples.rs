//! A sample of every message that leaves the engine, as TypeScript: tests/samples/messages.ts. `tsc` checks the samples
//! against the package's types, and this test that the file is what Rust serialises today.
//!
//! To write the file again: `PUPIL_WRITE_SAMPLES=1 cargo test --test samples`.
#![cfg(not(target_family = "wasm"))]

use std::fmt::Write;
use std::fs;

use pupil::error::{Error, ErrorData};
use pupil::model::{EpochMetrics, StartingHead, TrainedInfo};
use pupil::network::Architecture;
use pupil::session::{
    AddedClass, AugmentationPresets, Calibrated, CatalogueEntry, ClassReport, Comparison, CrossValidated, Explanation,
    InstantClass, InstantInfo, Kind, Means, MeasuredOn, Method, NearDuplicate, OutOfFold, Outcome, PicturePrediction,
    Prediction, Progress, Project, RateMessage, Report, Score, Standing, TakenFor, Trained, TrainingMessage,
    TrainingSettings, Why,
};
use pupil::train::{Ended, RatePoint};
use serde::Serialize;

const FILE: &str = "tests/samples/messages.ts";

const HEAD: &str = "\
/** A sample of every message that leaves the engine, as tests/samples.rs writes them; not by hand. */
import type { EngineErrorCode } from \"../../pkg/lib/shared/error-codes.d.ts\";
import type { ProjectFacts } from \"../../pkg/lib/shared/protocol.d.ts\";
import type {
  AugmentationPresets, ClassInfo, CrossValidated, Explanation, ModelStanding, NearDuplicate, NetworkInfo, Prediction, Progress,
  PupilErrorData, RateMessage, Report, TrainedInfo, TrainingMessage, TrainingSettings,
} from \"../../pkg/lib/shared/types.d.ts\";

";

#[test]
fn the_samples_are_what_is_serialised() {
    let path = format!("{}/{FILE}", std::env::var("CARGO_MANIFEST_DIR").unwrap());
    let samples = samples();
    if std::env::var_os("PUPIL_WRITE_SAMPLES").is_some() {
        fs::write(&path, &samples).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    let line = stored.lines().zip(samples.lines()).position(|(stored, made)| stored != made);
    assert!(stored == samples, "{FILE} is out of date, first in line {line:?} (from 0); write it again and run tsc");
}

fn samples() -> String {
    let mut file = HEAD.to_owned();
    let mut add = |name: &str, kind: &str, value: serde_json::Value| {
        let json = serde_json::to_string_pretty(&value).unwrap();
        writeln!(file, "export const {name} = {json} satisfies {kind};\n").unwrap();
    };
    add("addedClass", "Pick<ClassInfo, \"id\" | \"name\">", json(&AddedClass { id: 0, name: "red".into() }));
    add(
        "projects",
        "Omit<ProjectFacts, \"id\" | \"name\" | \"instantViews\" | \"models\" | \"backbones\">[]",
        json(&[trained_project(), empty_project()]),
    );
    add("settings", "TrainingSettings[]", json(&methods().map(TrainingSettings::of)));
    add("training", "TrainingMessage[]", json(&training()));
    add("trainedInfos", "TrainedInfo[]", json(&[trained(Some("resnet18-00c0ffee")), trained(None), instant_trained()]));
    add("rates", "RateMessage[]", json(&rates()));
    add("predictions", "Omit<Prediction, \"elapsedMs\">[]", json(&[trained_prediction(), pretrained_prediction()]));
    let explained = "({ prediction: Omit<Prediction, \"elapsedMs\"> } & Explanation[\"attention\"])[]";
    add("explanations", explained, json(&[explanation(Some(0)), explanation(None)]));
    add("reports", "Report[]", json(&measures().map(report)));
    add("standings", "ModelStanding[]", json(&measures().map(standing)));
    add("progress", "Pick<Progress, \"done\" | \"total\">", json(&Progress { done: 3, total: 15 }));
    add("crossValidated", "CrossValidated", json(&cross_validated()));
    add("nearDuplicates", "NearDuplicate[]", json(&[NearDuplicate { first: 1, second: 2, similarity: 0.97 }]));
    let networks = [Architecture::EfficientnetLite0, Architecture::BasicCnn].map(CatalogueEntry::of);
    add("networks", "Omit<NetworkInfo, \"expectedMs\">[]", json(&networks));
    add("augmentationPresets", "AugmentationPresets", json(&AugmentationPresets::default()));
    let errors = errors().iter().map(ErrorData::from).collect::<Vec<_>>();
    add("errors", "(PupilErrorData & { code: EngineErrorCode })[]", json(&errors));
    file.truncate(file.trim_end().len());
    file + "\n"
}

/// What it serialises to. By way of text, which has single precision as short as it can be.
fn json(value: &impl Serialize) -> serde_json::Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn methods() -> [Method; 4] {
    [Method::DenseHead, Method::AugmentedHead, Method::FineTune, Method::Scratch]
}

fn measures() -> [MeasuredOn; 5] {
    use MeasuredOn::{CrossValidation, OutOfFold, Test, Training, Validation};
    [Validation, Test, OutOfFold, Training, CrossValidation]
}

fn trained_project() -> Project {
    Project {
        trained: Some(trained(Some("efficientnet_lite0-00c0ffee"))),
        instant: Some(instant()),
        needs_training: false,
        cannot_train: None,
        settings: TrainingSettings::default(),
        backbone: "efficientnet_lite0-00c0ffee".into(),
        architecture: Architecture::EfficientnetLite0,
        blocks: 18,
    }
}

fn empty_project() -> Project {
    Project {
        trained: None,
        instant: None,
        needs_training: true,
        cannot_train: Some((&Error::TooFewClasses).into()),
        ..trained_project()
    }
}

fn instant() -> InstantInfo {
    let class = |class_id, taken_for| InstantClass { class_id, right: 3, of: 4, taken_for };
    InstantInfo {
        up_to_date: true,
        in_use: false,
        class_ids: vec![0, 1, 2],
        pictures: 9,
        with_views: 2,
        out_of_fold: Some(OutOfFold { right: 6, of: 8, low: 0.375, high: 0.875 }),
        unmeasured_class_ids: vec![2],
        classes: vec![class(0, Some(TakenFor { class_id: 1, count: 1 })), class(1, None)],
        wrong: vec![4],
    }
}

fn instant_trained() -> Trained {
    let info = trained_info(Some("efficientnet_lite0-00c0ffee"));
    Trained::from(&TrainedInfo { settings: None, best_epoch: 0, epochs: Vec::new(), ..info })
}

fn trained(backbone: Option<&str>) -> Trained {
    Trained::from(&trained_info(backbone))
}

fn trained_info(backbone: Option<&str>) -> TrainedInfo {
    TrainedInfo {
        class_ids: vec![0, 1],
        backbone: backbone.map(str::to_owned),
        settings: Some(TrainingSettings::default()),
        best_epoch: 1,
        epochs: vec![epoch(Some(0.5)), epoch(None)],
        training_pictures: 20,
        validation_pictures: 4,
        unvalidated_class_ids: vec![1],
        started_from: backbone.map(|_| StartingHead::Instant),
    }
}

fn epoch(validation: Option<f32>) -> EpochMetrics {
    EpochMetrics {
        epoch: 1,
        loss: 0.25,
        accuracy: 0.75,
        validation_loss: validation,
        validation_accuracy: validation,
        best: true,
    }
}

fn training() -> Vec<TrainingMessage> {
    let reasons = [Ended::Completed, Ended::EarlyStop, Ended::Stopped, Ended::Diverged];
    let mut messages = vec![
        TrainingMessage::Started {
            epochs: 50,
            steps_per_epoch: 3,
            training_pictures: 40,
            validation_pictures: 8,
            unvalidated_class_ids: vec![1],
            empty_class_ids: vec![2],
        },
        TrainingMessage::Epoch(epoch(Some(0.5))),
        TrainingMessage::Epoch(epoch(None)),
        TrainingMessage::Step { steps: 4 },
    ];
    messages.extend(reasons.map(|reason| TrainingMessage::Finishing { reason }));
    messages.extend(outcomes().map(|(reason, outcome)| TrainingMessage::Finished { reason, best_epoch: 2, outcome }));
    messages
}

/// One of each.
fn outcomes() -> [(Ended, Outcome); 8] {
    let right = [(true, true); 4].into_iter().chain([(true, false)]).chain([(false, true); 3]);
    let compared = Comparison::of(&right.collect::<Vec<_>>());
    let outcome = |in_use, why, comparison| Outcome { in_use, why, comparison };
    [
        (Ended::Completed, outcome(true, Why::First, None)),
        (Ended::EarlyStop, outcome(true, Why::NotWorse, compared)),
        (Ended::Completed, outcome(true, Why::OtherClasses, None)),
        (Ended::Completed, outcome(true, Why::NothingToCompare, None)),
        (Ended::Completed, outcome(false, Why::Worse, compared)),
        (Ended::Stopped, outcome(false, Why::NothingLearnt, None)),
        (Ended::Diverged, outcome(false, Why::Diverged, None)),
        (Ended::Stopped, outcome(false, Why::NotCompared, None)),
    ]
}

fn rates() -> [RateMessage; 3] {
    [
        RateMessage::Rate(RatePoint { rate: 1e-7, loss: 0.75 }),
        RateMessage::Found { suggestion: Some(0.001) },
        RateMessage::Found { suggestion: None },
    ]
}

fn trained_prediction() -> Prediction {
    let score = Score { class_id: Some(0), label: "red".into(), score: 0.75 };
    Prediction { kind: Kind::Trained, scores: vec![score], none_of_these: true }
}

fn pretrained_prediction() -> Prediction {
    let score = Score { class_id: None, label: "goldfish".into(), score: 0.5 };
    Prediction { kind: Kind::Imagenet, scores: vec![score], none_of_these: false }
}

fn explanation(class_id: Option<u32>) -> Explanation {
    let prediction = trained_prediction();
    Explanation { prediction, class_id, width: 2, height: 1, values: vec![0.0, 1.0], crop: 0.875 }
}

fn report(measured_on: MeasuredOn) -> Report {
    let means = Means { precision: 0.5, recall: 0.5, f1: 0.5 };
    let calibrated = Calibrated { temperature: 1.5, log_loss: 0.5, calibration_error: 0.125 };
    Report {
        measured_on,
        pictures: 2,
        accuracy: 0.5,
        accuracy_interval: (0.25, 0.75),
        class_ids: vec![0, 1],
        confusion: vec![vec![1, 0], vec![1, 0]],
        confusion_shares: vec![vec![1.0, 0.0], vec![1.0, 0.0]],
        classes: vec![ClassReport { class_id: 0, support: 1, predicted: 2, precision: 0.5, recall: 1.0, f1: 0.75 }],
        macro_mean: means,
        weighted_mean: means,
        top_accuracies: vec![0.5, 1.0],
        log_loss: 0.75,
        calibration_error: 0.25,
        calibrated: (![MeasuredOn::CrossValidation, MeasuredOn::OutOfFold].contains(&measured_on))
            .then_some(calibrated),
        predictions: vec![PicturePrediction {
            picture_id: 7,
            class_id: 1,
            predicted_id: 0,
            confidence: 0.75,
            self_confidence: 0.25,
            loss: 1.5,
        }],
    }
}

fn standing(measured_on: MeasuredOn) -> Standing {
    let (only_in_use, only_other) = (3, 1);
    Standing { measured_on, pictures: 8, in_use: 7, other: 5, only_in_use, only_other, could_be_chance: true }
}

fn cross_validated() -> CrossValidated {
    CrossValidated { report: report(MeasuredOn::CrossValidation), likely_wrong: vec![7], unmeasured_class_ids: vec![2] }
}

/// One of each variant.
fn errors() -> Vec<Error> {
    let detail = || "why".to_owned();
    vec![
        Error::UnsupportedFormat { kind: "a lossless JPEG".into() },
        Error::BrokenPicture { detail: detail(), incomplete: true },
        Error::PictureTooSmall { width: 5, height: 300, min_side: 8 },
        Error::PictureTooLarge { width: 20_000, height: 10_000, max_megapixels: 128 },
        Error::UnknownClass { id: 3 },
        Error::UnknownPicture { id: 3 },
        Error::IdTaken { id: 3 },
        Error::SourceTrained,
        Error::SourceAside,
        Error::TooFewSources,
        Error::NotCrossValidating,
        Error::EmptyName,
        Error::TooFewClasses,
        Error::InvalidArgument { detail: detail() },
        Error::InvalidSettings { detail: detail() },
        Error::AlreadyTraining,
        Error::NotTraining,
        Error::PictureNotSupplied { id: 3 },
        Error::NotTrained,
        Error::WrongWeights { detail: detail() },
        Error::WrongEmbedding { expected: 1280, found: 512 },
        Error::NotFinite { name: "embedding".into() },
        Error::WrongModel { detail: detail() },
        Error::NotExportable { detail: detail() },
        Error::GpuUnavailable { detail: detail() },
        Error::Device { detail: detail() },
    ]
}

#[test]
fn there_is_a_sample_of_each_error() {
    let codes: Vec<&str> = errors().iter().map(Error::code).collect();
    assert_eq!(codes, Error::CODES);
}
