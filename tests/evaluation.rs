//! Reports, the test set and second looks through the session, on made-up embeddings.
#![cfg(not(target_family = "wasm"))]

use pupil::error::Error;
use pupil::eval::Familiarity;
use pupil::nn::Model;
use pupil::session::{CrossValidated, MeasuredOn, ReportOn, Session, TrainingSettings, cpu};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
/// The numbers of an embedding of EfficientNet-Lite0.
const FEATURES: usize = 1280;

/// An embedding of a class: a third of the features is on for each.
fn embedding(class: u32, seed: u64) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let level = |i: usize| if i % 3 == class as usize { 1.0 } else { 0.2 };
    (0..FEATURES).map(|i| level(i) * rng.random_range(0.0..2.0)).collect()
}

/// Two classes, 20 pictures each, a source a picture. Pictures 0–19 are of class 0.
fn session() -> Session {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    for class in 0..2 {
        session.restore_class(class, ["left", "right"][class as usize], true).unwrap();
        for picture in 20 * class..20 * class + 20 {
            add(&mut session, picture, class, &format!("{picture}"), embedding(class, picture.into()));
        }
    }
    session
}

fn add(session: &mut Session, id: u32, class: u32, source: &str, embedding: Vec<f32>) {
    session.restore_picture(id, class, source, true, false, embedding).unwrap();
}

async fn train(session: &mut Session) {
    session.set_settings(TrainingSettings { epochs: 8, ..session.settings().clone() }).unwrap();
    session.start_training().unwrap();
    session.train_steps(usize::MAX).await.unwrap();
}

#[test]
fn each_report_says_what_it_stands_on() {
    pollster::block_on(async {
        let mut session = session();
        session.set_pictures_aside(&[0, 1, 20, 21], true).unwrap();
        assert_eq!(session.aside_pictures(), [0, 1, 20, 21]);
        train(&mut session).await;
        let report = session.report(None).await.unwrap();
        assert_eq!((report.measured_on, report.pictures, report.accuracy), (MeasuredOn::Validation, 6, 1.0));
        assert!(
            report
                .predictions
                .iter()
                .all(|each| each.class_id == each.picture_id / 20 && each.predicted_id == each.class_id)
        );
        assert!(report.calibrated.as_ref().unwrap().log_loss <= report.log_loss);
        let test = session.report(Some(ReportOn::Test)).await.unwrap();
        let ids: Vec<u32> = test.predictions.iter().map(|each| each.picture_id).collect();
        assert_eq!((test.measured_on, ids), (MeasuredOn::Test, vec![0, 1, 20, 21]));
        let training = session.report(Some(ReportOn::Training)).await.unwrap();
        assert_eq!((training.pictures, training.top_accuracies.len()), (30, 2));
    });
}

#[test]
fn what_was_learned_is_no_test() {
    pollster::block_on(async {
        let mut session = session();
        train(&mut session).await;
        session.set_pictures_aside(&[0, 1, 20, 21], true).unwrap();
        assert!(session.project().needs_training);
        let test = session.report(Some(ReportOn::Test)).await.unwrap();
        assert_eq!((test.pictures, test.accuracy_interval), (0, (0.0, 1.0)));
        train(&mut session).await;
        assert_eq!(session.report(Some(ReportOn::Test)).await.unwrap().pictures, 4);
    });
}

async fn cross_validate(session: &mut Session) -> CrossValidated {
    let start = session.start_cross_validation().unwrap();
    assert_eq!(session.cross_validated().unwrap_err(), Error::NotCrossValidating, "it has only begun");
    let mut steps = 0;
    while session.cross_validation_steps(7).await.unwrap().done < start.total {
        steps += 7;
        assert!(steps < start.total);
    }
    session.cross_validated().unwrap()
}

#[test]
fn cross_validation_finds_wrong_labels() {
    pollster::block_on(async {
        let mut session = session();
        session.move_pictures(&[3], 1).unwrap();
        session.set_pictures_aside(&[5], true).unwrap();
        let found = cross_validate(&mut session).await;
        assert_eq!((found.report.measured_on, found.report.pictures), (MeasuredOn::CrossValidation, 39));
        assert_eq!(found.likely_wrong, [3]);
        assert_eq!(found.report.accuracy, 38.0 / 39.0);
        assert!(found.unmeasured_class_ids.is_empty());
        assert!(session.project().trained.is_none(), "what is in use is left alone");
    });
}

#[test]
fn a_class_of_one_source_is_reported_as_unmeasured() {
    pollster::block_on(async {
        let mut session = session();
        session.restore_class(2, "burst", true).unwrap();
        for picture in 40..44 {
            add(&mut session, picture, 2, "one recording", embedding(2, picture.into()));
        }
        let found = cross_validate(&mut session).await;
        assert_eq!((found.unmeasured_class_ids, found.report.pictures), (vec![2], 40));
        let rest: Vec<u32> = (1..40).collect();
        session.remove_pictures(&rest).unwrap();
        session.remove_class(1).unwrap();
        session.remove_pictures(&[0]).unwrap();
        assert_eq!(session.start_cross_validation().unwrap_err(), Error::TooFewClasses);
    });
}

#[test]
fn near_duplicates_of_other_sources_are_found() {
    let mut session = session();
    let copy: Vec<f32> = embedding(0, 4).iter().map(|x| 1.02 * x + 0.01).collect();
    add(&mut session, 40, 1, "a copy", copy.clone());
    add(&mut session, 41, 1, "a copy", copy);
    let pairs = |from, count| {
        session.near_duplicates(from, count).into_iter().map(|pair| (pair.first, pair.second)).collect::<Vec<_>>()
    };
    assert_eq!(pairs(0, usize::MAX), [(4, 40), (4, 41)]);
    assert_eq!((pairs(0, 4), pairs(4, 1), pairs(50, 9)), (vec![], vec![(4, 40), (4, 41)], vec![]));
}

#[test]
fn near_duplicates_of_one_source_are_found_where_their_classes_differ() {
    let mut session = session();
    add(&mut session, 40, 0, "one file", embedding(0, 50));
    add(&mut session, 41, 0, "one file", embedding(0, 50));
    add(&mut session, 42, 1, "one file", embedding(0, 50));
    let pairs = session.near_duplicates(40, usize::MAX).into_iter();
    let pairs: Vec<_> = pairs.map(|pair| (pair.first, pair.second, pair.similarity)).collect();
    assert_eq!(pairs, [(40, 42, 1.0), (41, 42, 1.0)]);
}

/// A model learns what is like its classes as the last phase of its run, and without a picture held out it does not.
#[test]
fn what_is_familiar_is_saved_with_the_model() {
    pollster::block_on(async {
        let mut session = session();
        session.set_settings(TrainingSettings { epochs: 8, ..session.settings().clone() }).unwrap();
        session.start_training().unwrap();
        session.train_steps(3).await.unwrap();
        let before = session.save_best().await.unwrap();
        session.train_steps(usize::MAX).await.unwrap();
        let after = session.save_model().await.unwrap();
        assert!(after.len() > before.len());
        session.load_model(&after).unwrap();
        assert!(session.save_model().await.unwrap() == after);
        session.set_settings(TrainingSettings { validation_fraction: 0.0, ..session.settings().clone() }).unwrap();
        train(&mut session).await;
        assert!(!String::from_utf8_lossy(&session.save_model().await.unwrap()).contains("centres"));
    });
}

/// The last phase as it is worked out by hand: the model's hidden layer of every picture, in one go.
#[test]
fn a_run_finishes_its_model_with_every_picture_of_its_split() {
    pollster::block_on(async {
        let mut session = session();
        train(&mut session).await;
        let model = Model::from_bytes(&session.save_model().await.unwrap(), session.backbone()).unwrap();
        let header = &model.header;
        assert_eq!((header.training.len(), header.validation.len()), (34, 6));
        let hidden = async |ids: &[u32]| {
            let embeddings: Vec<Vec<f32>> = ids.iter().map(|&id| embedding(id / 20, id.into())).collect();
            let rows: Vec<&[f32]> = embeddings.iter().map(Vec::as_slice).collect();
            model.classifier.head.outputs(&rows).await.unwrap()
        };
        let [training, held_out] = [hidden(&header.training).await, hidden(&header.validation).await];
        let classes = header.training.iter().map(|id| (id / 20) as usize);
        let training: Vec<_> = training.iter().map(|output| &*output.hidden).zip(classes).collect();
        let held_out: Vec<_> = held_out.iter().map(|output| &*output.hidden).collect();
        let expected = Familiarity::fit(2, &training, &held_out).unwrap();
        let found = header.familiarity.as_ref().unwrap();
        for (hidden, _) in training {
            assert!((found.score(hidden, 0..2) - expected.score(hidden, 0..2)).abs() < 1e-5);
            assert_eq!(found.knows(hidden, 0..2), expected.knows(hidden, 0..2));
        }
    });
}

#[test]
fn a_report_on_the_model_cannot_be_asked_of_a_cross_validation() {
    for (word, on) in [("validation", ReportOn::Validation), ("test", ReportOn::Test), ("training", ReportOn::Training)]
    {
        assert_eq!(serde_json::from_value::<ReportOn>(word.into()).unwrap(), on);
    }
    assert!(serde_json::from_value::<ReportOn>("crossValidation".into()).is_err());
}
