//! The session driven as the page drives it, with the real backbone on the CPU.
#![cfg(not(target_family = "wasm"))]

mod colours;

use colours::{GREEN, RED, picture};
use pupil::error::Error;
use pupil::session::{
    AddedClass, Backend, Kind, MeasuredOn, Prediction, Session, StoredClass, StoredProject, TrainingMessage,
    TrainingSettings, cpu,
};
use pupil::train::Ended;

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

const BLUE: [u8; 3] = [20, 20, 190];

async fn add(session: &mut Session, class: u32, colour: [u8; 3], seeds: std::ops::Range<u64>) -> Vec<u32> {
    let mut ids = Vec::new();
    for seed in seeds {
        ids.push(
            session.add_picture(class, &format!("{colour:?} {seed}"), false, &picture(colour, seed)).await.unwrap().id,
        );
    }
    ids
}

/// A session with the classes red and green, six pictures each.
async fn two_colours() -> (Session, [u32; 2]) {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    let red = session.add_class("red").unwrap().id;
    let green = session.add_class("green").unwrap().id;
    add(&mut session, red, RED, 0..6).await;
    add(&mut session, green, GREEN, 0..6).await;
    (session, [red, green])
}

async fn train(session: &mut Session) -> Vec<TrainingMessage> {
    session.set_settings(TrainingSettings { epochs: 12, ..session.settings().clone() }).unwrap();
    let mut messages = vec![session.start_training().unwrap()];
    while !matches!(messages.last(), Some(TrainingMessage::Finished { .. })) {
        messages.extend(session.train_steps(3).await.unwrap());
    }
    messages
}

/// Equal but for rounding: a head from a file has another layout in memory.
fn assert_close(actual: &Prediction, expected: &Prediction) {
    assert_eq!(actual.kind, expected.kind);
    for (a, b) in actual.scores.iter().zip(&expected.scores) {
        assert!(
            a.class_id == b.class_id && a.label == b.label && (a.score - b.score).abs() < 1e-6,
            "{a:?} is not {b:?}"
        );
    }
}

async fn says(session: &Session, colour: [u8; 3]) -> String {
    let prediction = session.classify(&picture(colour, 99)).await.unwrap();
    let best = prediction.scores.into_iter().max_by(|a, b| a.score.total_cmp(&b.score)).unwrap();
    best.label
}

#[test]
fn before_training_it_names_imagenet_labels() {
    pollster::block_on(async {
        let session = Session::new(WEIGHTS, &cpu()).unwrap();
        let prediction = session.classify(&picture(RED, 1)).await.unwrap();
        assert_eq!((prediction.kind, prediction.scores.len()), (Kind::Imagenet, 5));
        assert!(prediction.scores.is_sorted_by(|a, b| a.score >= b.score));
    });
}

#[test]
fn it_learns_and_reports_on_what_was_held_out() {
    pollster::block_on(async {
        let (mut session, [red, green]) = two_colours().await;
        let messages = train(&mut session).await;
        assert!(matches!(
            messages[0],
            TrainingMessage::Started { training_pictures: 10, validation_pictures: 2, steps_per_epoch: 1, .. }
        ));
        assert_eq!((says(&session, RED).await, says(&session, GREEN).await), ("red".into(), "green".into()));
        let report = session.report(None).await.unwrap();
        assert_eq!((report.measured_on, report.pictures, report.accuracy), (MeasuredOn::Validation, 2, 1.0));
        assert_eq!((report.class_ids, report.confusion), (vec![red, green], vec![vec![1, 0], vec![0, 1]]));
        let again: Vec<_> = train(&mut session).await;
        let but_the_last = |messages: &[TrainingMessage]| messages[..messages.len() - 1].to_vec();
        assert_eq!(but_the_last(&messages), but_the_last(&again), "the same seed gives the same run");
        assert!(
            matches!(again.last(), Some(TrainingMessage::Finished { outcome, .. }) if outcome.in_use && outcome.comparison.is_some()),
            "the second model is compared with the first"
        );
    });
}

#[test]
fn edits_never_start_over() {
    pollster::block_on(async {
        let (mut session, [red, green]) = two_colours().await;
        train(&mut session).await;
        assert!(!session.project().needs_training);
        session.rename_class(red, "rot").unwrap();
        assert!(!session.project().needs_training, "renaming needs no training");
        assert_eq!(says(&session, RED).await, "rot");
        let blue = session.add_class("blue").unwrap().id;
        let ids = add(&mut session, blue, BLUE, 0..4).await;
        assert!(session.project().needs_training);
        assert_eq!(says(&session, GREEN).await, "green", "the model in use stays in use");
        train(&mut session).await;
        assert_eq!(says(&session, BLUE).await, "blue");
        session.set_class_enabled(green, false).unwrap();
        let prediction = session.classify(&picture(RED, 98)).await.unwrap();
        assert_eq!(prediction.scores.iter().map(|score| score.class_id).collect::<Vec<_>>(), [Some(red), Some(blue)]);
        assert!((prediction.scores.iter().map(|score| score.score).sum::<f32>() - 1.0).abs() < 1e-5);
        session.set_class_enabled(green, true).unwrap();
        assert!(!session.project().needs_training, "back to what was trained on");
        session.remove_pictures(&ids[..1]).unwrap();
        assert!(session.project().needs_training);
    });
}

#[test]
fn a_stop_keeps_the_best_so_far() {
    pollster::block_on(async {
        let (mut session, _) = two_colours().await;
        session.start_training().unwrap();
        assert_eq!(session.start_training().unwrap_err(), Error::AlreadyTraining);
        session.train_steps(4).await.unwrap();
        assert_eq!(session.stop_training().unwrap(), [TrainingMessage::Finishing { reason: Ended::Stopped }]);
        let finished = session.train_steps(usize::MAX).await.unwrap();
        assert!(matches!(finished[..], [TrainingMessage::Finished { reason: Ended::Stopped, best_epoch: 1..=4, .. }]));
        assert_eq!(session.train_steps(1).await.unwrap_err(), Error::NotTraining);
        assert_eq!(says(&session, RED).await, "red");
    });
}

#[test]
fn a_class_of_one_source_is_reported_and_nothing_flatters_in_silence() {
    pollster::block_on(async {
        let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
        for (name, colour) in [("red", RED), ("green", GREEN)] {
            let class = session.add_class(name).unwrap().id;
            for seed in 0..4 {
                session.add_picture(class, name, false, &picture(colour, seed)).await.unwrap();
            }
        }
        let started = session.start_training().unwrap();
        let TrainingMessage::Started { validation_pictures, unvalidated_class_ids, .. } = started else { panic!() };
        assert_eq!((validation_pictures, unvalidated_class_ids.len()), (0, 2));
        session.train_steps(3).await.unwrap();
        session.finish_training().unwrap();
        let report = session.report(None).await.unwrap();
        assert_eq!((report.measured_on, report.pictures), (MeasuredOn::Training, 8));
    });
}

#[test]
fn too_little_to_learn_from_is_refused() {
    pollster::block_on(async {
        let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
        assert_eq!(session.start_training().unwrap_err(), Error::TooFewClasses);
        for (name, colour) in [("red", RED), ("green", GREEN)] {
            let class = session.add_class(name).unwrap().id;
            add(&mut session, class, colour, 0..1).await;
        }
        assert_eq!(session.report(None).await.unwrap_err(), Error::NotTrained);
    });
}

#[test]
fn an_empty_class_is_left_out_and_told() {
    pollster::block_on(async {
        let (mut session, classes) = two_colours().await;
        let empty = session.add_class("empty").unwrap().id;
        assert!(session.project().cannot_train.is_none());
        let TrainingMessage::Started { empty_class_ids, .. } = session.start_training().unwrap() else { panic!() };
        assert_eq!(empty_class_ids, [empty]);
        session.train_steps(3).await.unwrap();
        session.finish_training().unwrap();
        let trained = session.project().trained.unwrap();
        assert_eq!(trained.info.class_ids, classes);
        assert!(!session.project().needs_training);
        let scores = session.classify(&picture(RED, 50)).await.unwrap().scores;
        assert_eq!(scores.iter().map(|score| score.class_id).collect::<Vec<_>>(), classes.map(Some));
    });
}

#[test]
fn a_saved_model_predicts_the_same_in_a_restored_project() {
    pollster::block_on(async {
        let (mut session, classes) = two_colours().await;
        train(&mut session).await;
        let file = session.save_model().await.unwrap();
        let before = session.classify(&picture(GREEN, 50)).await.unwrap();

        let mut restored = Session::new(WEIGHTS, &cpu()).unwrap();
        assert_eq!(restored.load_model(&file).unwrap_err().code(), "wrong_model", "no class of it is here yet");
        for (id, name) in classes.into_iter().zip(["red", "green"]) {
            restored.restore_class(id, name, true).unwrap();
        }
        for (class, colour, first_id) in [(classes[0], RED, 0), (classes[1], GREEN, 6)] {
            for seed in 0..6 {
                let source = format!("{colour:?} {seed}");
                let square = session.backbone().preprocess().square(&picture(colour, seed));
                let embedding = session.backbone().embed(&[square]).await.unwrap().remove(0);
                restored.restore_picture(first_id + seed as u32, class, &source, true, false, embedding).unwrap();
            }
        }
        restored.load_model(&file).unwrap();
        assert_close(&restored.classify(&picture(GREEN, 50)).await.unwrap(), &before);
        assert!(!restored.project().needs_training);
        let [again, report] = [restored.report(None).await.unwrap(), session.report(None).await.unwrap()];
        assert_eq!((again.measured_on, again.confusion), (report.measured_on, report.confusion));
        assert!((again.log_loss - report.log_loss).abs() < 1e-6);
        for damaged in [&file[..file.len() - 9], &file[9..], WEIGHTS, b"{}"] {
            assert_eq!(restored.load_model(damaged).unwrap_err().code(), "wrong_model");
        }
        // A wrong file changes nothing.
        assert_close(&restored.classify(&picture(GREEN, 50)).await.unwrap(), &before);
    });
}

#[test]
fn settings_out_of_their_limits_change_nothing() {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    let wrong = TrainingSettings { learning_rate: f64::NAN, ..TrainingSettings::default() };
    assert_eq!(session.set_settings(wrong).unwrap_err().code(), "invalid_settings");
    let wrong = TrainingSettings { epochs: 0, ..TrainingSettings::default() };
    assert_eq!(session.set_settings(wrong).unwrap_err().code(), "invalid_settings");
    assert_eq!(*session.settings(), TrainingSettings::default());
}

#[test]
fn a_model_of_one_backbone_is_refused_on_another() {
    pollster::block_on(async {
        let (mut session, _) = two_colours().await;
        train(&mut session).await;
        let model = session.save_model().await.unwrap();
        let mut other = Session::new(include_bytes!("../assets/efficientnet_lite2.safetensors"), &cpu()).unwrap();
        other.restore_class(0, "red", true).unwrap();
        other.restore_class(1, "green", true).unwrap();
        // Its embeddings are as wide, so nothing else would show it.
        assert_eq!(other.backbone().features(), session.backbone().features());
        let refused = other.load_model(&model).unwrap_err();
        assert!(matches!(refused, Error::WrongModel { .. }), "{refused}");
        assert!(refused.to_string().contains(other.backbone().name()) && other.project().trained.is_none());
    });
}

#[test]
fn an_embedding_of_another_width_is_refused() {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    let class = session.add_class("red").unwrap().id;
    let refused = session.restore_picture(0, class, "file", true, false, vec![0.0; 512]);
    assert_eq!(refused, Err(Error::WrongEmbedding { expected: 1280, found: 512 }));
    assert!(session.classes()[0].pictures.is_empty());
}

#[test]
fn an_embedding_with_numbers_that_are_none_is_refused_by_name() {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    let class = session.add_class("red").unwrap().id;
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut embedding = vec![0.0; session.backbone().features()];
        embedding[7] = value;
        let refused = session.restore_picture(0, class, "file", true, false, embedding).unwrap_err();
        assert_eq!(refused, Error::NotFinite { name: "embedding of picture 0".into() });
    }
    assert!(session.classes()[0].pictures.is_empty());
}

#[test]
fn settings_that_are_no_numbers_are_refused_by_name() {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let plain = TrainingSettings::default();
        let mut rate = plain.clone();
        rate.learning_rate = value;
        let mut turned = plain.clone();
        turned.augmentation.rotation = value;
        let mut zoomed = plain.clone();
        zoomed.augmentation.zoom = [1.0, value];
        for (name, settings) in [("learningRate", rate), ("rotation", turned), ("zoom", zoomed)] {
            let refused = session.set_settings(settings).unwrap_err();
            assert!(matches!(&refused, Error::InvalidSettings { detail } if detail.starts_with(name)), "{refused}");
        }
        assert_eq!(*session.settings(), plain);
    }
}

#[test]
fn names_come_back_as_they_are_kept() {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    assert_eq!(session.add_class("  red "), Ok(AddedClass { id: 0, name: "red".into() }));
    assert_eq!(session.rename_class(0, " crimson").as_deref(), Ok("crimson"));
    assert_eq!(session.rename_class(0, " "), Err(Error::EmptyName));
    assert_eq!(session.classes()[0].name, "crimson");
}

/// Ids 1 and 2 of classes and all below 9 of pictures were given out before; only class 1 is still there.
#[test]
fn a_stored_project_comes_back_and_gives_no_id_twice() {
    pollster::block_on(async {
        let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
        let class = |id, name: &str| StoredClass { id, name: name.into(), enabled: false };
        let stored = |classes| StoredProject { classes, next_class_id: 3, next_picture_id: 9, pictures: 2 };
        let twice = vec![class(1, "red"), class(1, "green")];
        assert_eq!(session.restore(stored(twice)), Err(Error::IdTaken { id: 1 }));
        assert!(session.classes().is_empty(), "a project that cannot come back changes nothing");
        session.restore(stored(vec![class(1, "red")])).unwrap();
        assert_eq!(session.add_class("blue").unwrap().id, 3);
        session.restore_class(2, "green", true).unwrap();
        let classes = session.classes();
        let found: Vec<_> = classes.iter().map(|class| (class.id, &*class.name, class.enabled)).collect();
        assert_eq!(found, [(1, "red", false), (2, "green", true), (3, "blue", true)]);
        assert_eq!(session.restore_class(2, "again", true), Err(Error::IdTaken { id: 2 }));
        let features = session.backbone().features();
        session.restore_picture(4, 2, "burst", true, true, vec![0.0; features]).unwrap();
        session.restore_picture(5, 2, "file", false, false, vec![0.0; features]).unwrap();
        assert_eq!((session.aside_pictures(), session.disabled_pictures()), (vec![4], vec![5]));
        let refused = session.add_picture(2, "burst", false, &picture(RED, 0)).await.unwrap_err();
        assert_eq!(refused, Error::SourceAside);
        assert_eq!(session.add_picture(2, "burst", true, &picture(RED, 0)).await.unwrap().id, 9);
    });
}

#[test]
fn the_model_of_a_project_comes_back_without_its_classes() {
    pollster::block_on(async {
        let (mut session, _) = two_colours().await;
        train(&mut session).await;
        let file = session.save_model().await.unwrap();
        let mut restored = Session::new(WEIGHTS, &cpu()).unwrap();
        restored.restore_model(&file).unwrap();
        assert_eq!(restored.classify(&picture(RED, 50)).await.unwrap().scores, []);
        restored.restore_class(0, "red", true).unwrap();
        let scores = restored.classify(&picture(RED, 50)).await.unwrap().scores;
        assert_eq!((scores.len(), scores[0].class_id, scores[0].score), (1, Some(0), 1.0));
        assert_eq!(restored.restore_model(&file[9..]).unwrap_err().code(), "wrong_model");
        assert!(restored.project().trained.is_some());
    });
}

/// Two runs of 30 and 4 by a clock that is read before and after each.
#[test]
fn warming_up_returns_the_time_of_the_faster_run() {
    let session = Session::new(WEIGHTS, &cpu()).unwrap();
    let times = std::cell::RefCell::new(vec![47.0, 43.0, 40.0, 10.0]);
    let clock = || times.borrow_mut().pop().unwrap();
    assert_eq!(pollster::block_on(session.warm_up(clock)), Ok(4.0));
}

#[test]
fn only_the_backends_there_are_can_be_chosen() {
    let backend = |word: &str| serde_json::from_value::<Backend>(word.into());
    assert_eq!(backend("webgpu").unwrap(), Backend::WebGpu);
    assert_eq!(backend("cpu").unwrap(), Backend::Cpu);
    let refused = backend("gpu").unwrap_err().to_string();
    assert!(refused.contains("`webgpu` or `cpu`"), "{refused}");
}

/// Two pictures of one colour are nearly the same, two colours are not.
#[test]
fn frames_of_a_numbered_run_are_one_source() {
    pollster::block_on(async {
        let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
        let class = session.add_class("films").unwrap().id;
        let other = session.add_class("other films").unwrap().id;
        let first = session.add_picture(class, "1", false, &picture(RED, 1)).await.unwrap();
        let next = session.add_frame(class, "2", false, &picture(RED, 2), Some(first.id)).await.unwrap();
        let cut = session.add_frame(class, "3", false, &picture(GREEN, 3), Some(next.id)).await.unwrap();
        let alone = session.add_frame(class, "4", false, &picture(RED, 4), None).await.unwrap();
        let elsewhere = session.add_frame(other, "5", false, &picture(RED, 1), Some(first.id)).await.unwrap();
        let testing = session.add_frame(class, "6", true, &picture(RED, 1), Some(first.id)).await.unwrap();
        let gone = session.add_frame(class, "7", false, &picture(RED, 1), Some(1000)).await.unwrap();
        let sources = [&first, &next, &cut, &alone, &elsewhere, &testing, &gone].map(|added| added.source.as_str());
        assert_eq!(sources, ["1", "1", "3", "4", "5", "6", "7"]);
        assert_eq!(session.classes()[0].sources, 5);
    });
}
