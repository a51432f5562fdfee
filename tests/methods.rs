//! Each method of training through the session, as the page drives it: pictures are supplied when they are asked for.
#![cfg(not(target_family = "wasm"))]

mod colours;

use std::collections::BTreeMap;

use pupil::error::Error;
use pupil::model::EpochMetrics;
use pupil::session::{
    Augmentation, MeasuredOn, Method, Outcome, Pixels, RateMessage, ReportOn, Session, TrainingMessage,
    TrainingSettings, Why, cpu,
};
use pupil::train::{Ended, RatePoint};

use colours::{GREEN, RED, SIDE, picture};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const COLOURS: [[u8; 3]; 2] = [RED, GREEN];
const PICTURES_A_CLASS: u64 = 6;

/// A project of red and green, with its pictures.
struct Lesson {
    session: Session,
    pictures: BTreeMap<u32, Pixels>,
}

impl Lesson {
    async fn new(settings: TrainingSettings) -> Self {
        let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
        let mut pictures = BTreeMap::new();
        for colour in COLOURS {
            let class = session.add_class(&format!("{colour:?}")).unwrap().id;
            for seed in 0..PICTURES_A_CLASS {
                let picture = picture(colour, seed);
                let added = session.add_picture(class, &format!("{colour:?} {seed}"), false, &picture).await.unwrap();
                pictures.insert(added.id, picture);
            }
        }
        session.set_settings(settings).unwrap();
        Self { session, pictures }
    }

    fn supply(&mut self) {
        for id in self.session.wanted_pictures().unwrap() {
            self.session.supply(id, &self.pictures[&id]).unwrap();
        }
    }

    /// Trains to the end.
    async fn train(&mut self) -> (Vec<EpochMetrics>, Ended) {
        let started = self.session.start_training().unwrap();
        let TrainingMessage::Started { steps_per_epoch, .. } = started else { panic!("{started:?}") };
        let mut epochs = Vec::new();
        loop {
            self.supply();
            for message in self.session.train_steps(usize::MAX).await.unwrap() {
                match message {
                    TrainingMessage::Epoch(epoch) => epochs.push(epoch),
                    TrainingMessage::Step { steps } => {
                        let possible = epochs.len() * steps_per_epoch..=(epochs.len() + 1) * steps_per_epoch;
                        assert!(
                            possible.contains(&steps),
                            "{steps} steps in {} epochs of {steps_per_epoch}",
                            epochs.len()
                        );
                    }
                    TrainingMessage::Finished { reason, .. } => return (epochs, reason),
                    TrainingMessage::Started { .. } | TrainingMessage::Finishing { .. } => {}
                }
            }
        }
    }

    async fn scores(&self) -> Vec<f32> {
        let mut scores = Vec::new();
        for colour in COLOURS {
            let prediction = self.session.classify(&picture(colour, 99)).await.unwrap();
            scores.extend(prediction.scores.iter().map(|score| score.score));
        }
        scores
    }
}

/// Few steps on few pictures.
fn short(method: Method) -> TrainingSettings {
    TrainingSettings { epochs: 3, batch_size: 4, views: 2, unfrozen_blocks: 2, ..TrainingSettings::of(method) }
}

/// Trains, predicts, and does so again out of its own file.
async fn trains_and_travels(settings: TrainingSettings) {
    let on_embeddings = settings.method == Method::AugmentedHead || settings.unfrozen_blocks == 0;
    let mut lesson = Lesson::new(settings).await;
    let (epochs, reason) = lesson.train().await;
    assert_eq!((epochs.len(), reason), (3, Ended::Completed));
    let scores = lesson.scores().await;
    assert!(scores[0] > 0.5 && scores[3] > 0.5, "{scores:?}");
    let red = picture(RED, 99);
    let embedding = lesson.session.embed(&red).await.unwrap();
    let seen = lesson.session.classify(&red).await.unwrap();
    assert_eq!(lesson.session.classify_embedding(&embedding).await.unwrap(), on_embeddings.then_some(seen));
    let file = lesson.session.save_model().await.unwrap();
    let mut other = Lesson::new(TrainingSettings::default()).await;
    other.session.load_model(&file).unwrap();
    for (a, b) in scores.iter().zip(other.scores().await) {
        assert!((a - b).abs() < 1e-5, "{a} became {b}");
    }
}

/// The same seed gives the same figures, another does not.
async fn repeats(settings: TrainingSettings) {
    let other = TrainingSettings { seed: settings.seed + 1, ..settings.clone() };
    let first = Lesson::new(settings.clone()).await.train().await;
    assert_eq!(first, Lesson::new(settings).await.train().await);
    assert_ne!(first, Lesson::new(other).await.train().await);
}

#[test]
fn an_augmented_head() {
    pollster::block_on(trains_and_travels(short(Method::AugmentedHead)));
}

#[test]
fn fine_tuning_with_augmentation() {
    pollster::block_on(trains_and_travels(short(Method::FineTune)));
}

#[test]
fn fine_tuning_no_block_trains_the_head_on_pictures_varied_anew() {
    let settings = TrainingSettings { unfrozen_blocks: 0, ..short(Method::FineTune) };
    pollster::block_on(trains_and_travels(settings));
}

#[test]
fn fine_tuning_without_augmentation_asks_for_each_picture_once() {
    pollster::block_on(async {
        let settings = TrainingSettings { augmentation: Augmentation::off(), ..short(Method::FineTune) };
        let mut lesson = Lesson::new(settings).await;
        lesson.session.start_training().unwrap();
        let mut asked = Vec::new();
        loop {
            asked.extend(lesson.session.wanted_pictures().unwrap());
            lesson.supply();
            let messages = lesson.session.train_steps(1).await.unwrap();
            if matches!(messages.last(), Some(TrainingMessage::Finishing { .. })) {
                break;
            }
        }
        asked.sort_unstable();
        assert_eq!(asked, lesson.pictures.keys().copied().collect::<Vec<_>>());
    });
}

#[test]
fn a_network_from_scratch() {
    pollster::block_on(trains_and_travels(TrainingSettings { epochs: 3, batch_size: 4, ..short(Method::Scratch) }));
}

#[test]
fn the_same_seed_gives_the_same_run() {
    pollster::block_on(async {
        let augmentation = Augmentation::gentle();
        let settings = TrainingSettings { augmentation, mixup: 0.3, dropout: 0.2, ..short(Method::Scratch) };
        repeats(settings).await;
        repeats(TrainingSettings { epochs: 1, ..short(Method::FineTune) }).await;
    });
}

#[test]
fn a_step_without_its_pictures_is_refused_and_the_run_goes_on() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(short(Method::Scratch)).await;
        lesson.session.start_training().unwrap();
        let refused = lesson.session.train_steps(1).await.unwrap_err();
        assert!(matches!(refused, Error::PictureNotSupplied { .. }), "{refused}");
        lesson.supply();
        lesson.session.train_steps(1).await.unwrap();
    });
}

#[test]
fn fine_tuning_never_ends_worse_than_its_head() {
    pollster::block_on(async {
        let hopeless = TrainingSettings { learning_rate: 1.0, block_learning_rate: 1.0, ..short(Method::FineTune) };
        let mut lesson = Lesson::new(hopeless).await;
        lesson.train().await;
        let scores = lesson.scores().await;
        assert!(scores[0] > 0.5 && scores[3] > 0.5, "{scores:?}");
    });
}

#[test]
fn a_stopped_fine_tuning_leaves_the_head_it_began_with() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(short(Method::FineTune)).await;
        lesson.session.start_training().unwrap();
        for _ in 0..40 {
            lesson.supply();
            lesson.session.train_steps(1).await.unwrap();
        }
        lesson.session.finish_training().unwrap();
        let scores = lesson.scores().await;
        assert!(scores[0] > 0.5 && scores[3] > 0.5, "{scores:?}");
    });
}

#[test]
fn a_report_on_tuned_blocks_needs_the_pictures_again() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(TrainingSettings { epochs: 1, ..short(Method::FineTune) }).await;
        lesson.train().await;
        let finished = lesson.session.report(None).await.unwrap();
        let model = lesson.session.save_model().await.unwrap();
        lesson.session.load_model(&model).unwrap();
        let refused = lesson.session.report(None).await.unwrap_err();
        assert!(matches!(refused, Error::PictureNotSupplied { .. }), "{refused}");
        assert!(!refused.to_string().contains("training"), "{refused}");
        let missing = lesson.session.missing_pictures(None).unwrap();
        assert_eq!(missing.len(), 2, "those that were held out");
        assert_eq!(lesson.session.missing_pictures(Some(ReportOn::Training)).unwrap().len(), 12);
        for id in missing {
            lesson.session.predict(id, &lesson.pictures[&id]).await.unwrap();
        }
        assert!(lesson.session.missing_pictures(None).unwrap().is_empty());
        let report = lesson.session.report(None).await.unwrap();
        assert_eq!((report.measured_on, report.accuracy), (MeasuredOn::Validation, 1.0));
        assert_eq!(report.confusion, finished.confusion);
    });
}

#[test]
fn a_stopped_run_finishes_its_model_and_refuses_a_second_run_until_then() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(TrainingSettings { epochs: 1, ..short(Method::FineTune) }).await;
        lesson.session.start_training().unwrap();
        // An epoch of the head: three batches, and one that is held out.
        lesson.session.train_steps(4).await.unwrap();
        let messages = lesson.session.stop_training().unwrap();
        assert_eq!(messages, [TrainingMessage::Finishing { reason: Ended::Stopped }]);
        assert_eq!(lesson.session.stop_training().unwrap(), [], "it is ending already");
        assert_eq!(lesson.session.start_training().unwrap_err(), Error::AlreadyTraining);
        assert_eq!(lesson.session.start_rate_search().unwrap_err(), Error::AlreadyTraining);
        assert!(lesson.session.project().trained.is_none(), "its model is not in use yet");
        assert!(!lesson.session.save_best().await.unwrap().is_empty());
        assert!(lesson.session.wanted_pictures().unwrap().is_empty(), "so far it has a head on embeddings");
        let messages = lesson.session.train_steps(usize::MAX).await.unwrap();
        let finished = TrainingMessage::Finished { reason: Ended::Stopped, best_epoch: 0, outcome: first() };
        assert_eq!(messages, [finished]);
        assert!(knows_the_familiar(&lesson.session).await);
        lesson.session.start_training().unwrap();
    });
}

#[test]
fn tuned_blocks_are_finished_with_the_pictures_that_are_asked_for() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(TrainingSettings { epochs: 1, ..short(Method::FineTune) }).await;
        lesson.session.start_training().unwrap();
        let mut last = Vec::new();
        while !matches!(last[..], [.., TrainingMessage::Finishing { .. }]) {
            lesson.supply();
            last = lesson.session.train_steps(1).await.unwrap();
        }
        let refused = lesson.session.train_steps(1).await.unwrap_err();
        assert!(matches!(refused, Error::PictureNotSupplied { .. }), "{refused}");
        let mut asked = Vec::new();
        while lesson.session.wanted_pictures().is_ok() {
            asked.extend(lesson.session.wanted_pictures().unwrap());
            lesson.supply();
            last = lesson.session.train_steps(1).await.unwrap();
        }
        assert!(matches!(last[..], [TrainingMessage::Finished { reason: Ended::Completed, .. }]), "{last:?}");
        asked.sort_unstable();
        assert_eq!(asked, lesson.pictures.keys().copied().collect::<Vec<_>>());
        assert!(knows_the_familiar(&lesson.session).await);
        assert!(lesson.session.missing_pictures(None).unwrap().is_empty(), "a report needs no more pictures");
    });
}

#[test]
fn a_run_that_ends_at_once_leaves_its_model_without_none_of_these() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(short(Method::FineTune)).await;
        lesson.session.start_training().unwrap();
        lesson.session.train_steps(4).await.unwrap();
        let messages = lesson.session.finish_training().unwrap();
        let reason = Ended::Stopped;
        let finished = TrainingMessage::Finished { reason, best_epoch: 0, outcome: first() };
        assert_eq!(messages, [TrainingMessage::Finishing { reason }, finished]);
        assert!(!knows_the_familiar(&lesson.session).await);
        assert_eq!(lesson.session.finish_training().unwrap_err(), Error::NotTraining);
        assert_eq!(lesson.session.save_best().await.unwrap_err(), Error::NotTraining);
    });
}

fn first() -> Outcome {
    Outcome { in_use: true, why: Why::First, comparison: None }
}

/// A model out of a file knows no outputs yet, and sees squares of another size than a network from scratch.
#[test]
fn models_that_see_other_squares_are_compared_on_the_pictures_themselves() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(TrainingSettings { epochs: 1, ..short(Method::FineTune) }).await;
        lesson.train().await;
        let model = lesson.session.save_model().await.unwrap();
        lesson.session.load_model(&model).unwrap();
        lesson.session.set_settings(TrainingSettings { epochs: 1, ..short(Method::Scratch) }).unwrap();
        lesson.session.start_training().unwrap();
        let mut originals = Vec::new();
        let outcome = loop {
            if lesson.session.wants_originals().unwrap() {
                originals.extend(lesson.session.wanted_pictures().unwrap());
            }
            lesson.supply();
            if let [.., TrainingMessage::Finished { outcome, .. }] = lesson.session.train_steps(1).await.unwrap()[..] {
                break outcome;
            }
        };
        assert_eq!(originals.len(), 2, "one of each class is held out");
        let comparison = outcome.comparison.expect("they are compared");
        assert_eq!((comparison.pictures, comparison.before), (2, 2));
        assert_eq!(outcome.in_use, comparison.after == 2);
    });
}

/// Whether the model in use can say that a picture is none of its classes.
async fn knows_the_familiar(session: &Session) -> bool {
    String::from_utf8_lossy(&session.save_model().await.unwrap()).contains("centres")
}

#[test]
fn pictures_are_standardised_by_those_that_are_learned_from() {
    pollster::block_on(async {
        let augmentation = Augmentation { rescale: Some(0.5), featurewise_std: true, ..Augmentation::off() };
        let settings = TrainingSettings { epochs: 3, batch_size: 4, augmentation, ..short(Method::Scratch) };
        trains_and_travels(settings.clone()).await;
        let mut lesson = Lesson::new(settings).await;
        lesson.train().await;
        let file = lesson.session.save_model().await.unwrap();
        let (_, metadata) = safetensors::SafeTensors::read_metadata(&file).unwrap();
        let model: serde_json::Value =
            serde_json::from_str(&metadata.metadata().as_ref().unwrap()["pupil-model-1"]).unwrap();
        let learned: Vec<u32> = serde_json::from_value(model["training"].clone()).unwrap();
        assert!((1..12).contains(&learned.len()));
        let levels = |channel| {
            let of = |id: &u32| {
                lesson.pictures[id].rgb().iter().skip(channel).step_by(3).map(|&level| f64::from(level) / 2.0)
            };
            learned.iter().flat_map(of).collect::<Vec<f64>>()
        };
        for channel in 0..3 {
            let levels = levels(channel);
            let mean = levels.iter().sum::<f64>() / levels.len() as f64;
            let variance = levels.iter().map(|level| (level - mean).powi(2)).sum::<f64>() / levels.len() as f64;
            let stored = |name: &str| model["standardizer"][name][channel].as_f64().unwrap();
            assert!((stored("mean") - mean).abs() < 1e-9 && (stored("std") - variance.sqrt()).abs() < 1e-9);
        }
    });
}

/// A picture and a brighter one are the same once their own mean is taken off.
#[test]
fn what_is_classified_is_standardised_as_what_was_learned_from() {
    pollster::block_on(async {
        let augmentation = Augmentation { rescale: Some(1.0 / 255.0), samplewise_center: true, ..Augmentation::off() };
        let settings = TrainingSettings { epochs: 1, augmentation, ..short(Method::Scratch) };
        let mut lesson = Lesson::new(settings).await;
        lesson.train().await;
        let plain = picture([105, 105, 20], 99);
        let brighter: Vec<u8> = plain.to_rgba().into_iter().map(|level| level.saturating_add(5)).collect();
        let brighter = Pixels::from_rgba(&brighter, SIDE, SIDE).unwrap();
        let of_plain = lesson.session.classify(&plain).await.unwrap().scores[0].score;
        let of_brighter = lesson.session.classify(&brighter).await.unwrap().scores[0].score;
        assert!((of_plain - of_brighter).abs() < 1e-5, "{of_plain} became {of_brighter}");
    });
}

#[test]
fn a_run_sees_its_pictures_before_the_first_step_and_can_be_stopped_there() {
    pollster::block_on(async {
        let augmentation = Augmentation { featurewise_center: true, samplewise_std: true, ..Augmentation::off() };
        let settings = TrainingSettings { batch_size: 4, augmentation, ..short(Method::Scratch) };
        let mut lesson = Lesson::new(settings).await;
        lesson.session.start_training().unwrap();
        let refused = lesson.session.train_steps(1).await.unwrap_err();
        assert!(matches!(refused, Error::PictureNotSupplied { .. }), "{refused}");
        let mut seen = Vec::new();
        loop {
            let wanted = lesson.session.wanted_pictures().unwrap();
            lesson.supply();
            let messages = lesson.session.train_steps(1).await.unwrap();
            if !matches!(messages[..], [TrainingMessage::Step { steps: 0 }]) {
                break;
            }
            assert!(wanted.len() <= 4);
            seen.extend(wanted);
        }
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((seen.len(), all), (10, 10), "each training picture once");
        lesson.session.finish_training().unwrap();
        lesson.session.start_training().unwrap();
        lesson.session.finish_training().unwrap();
        assert!(lesson.scores().await.iter().all(|score| score.is_finite()));
    });
}

#[test]
fn a_pretrained_network_is_fed_as_it_was_trained() {
    let augmentation = Augmentation { samplewise_center: true, ..Augmentation::off() };
    for method in [Method::DenseHead, Method::AugmentedHead, Method::FineTune] {
        let refused = TrainingSettings { augmentation: augmentation.clone(), ..short(method) }.validate().unwrap_err();
        assert!(refused.to_string().contains("from scratch"), "{refused}");
    }
    assert_eq!(TrainingSettings { augmentation, ..short(Method::Scratch) }.validate(), Ok(()));
}

/// A whole sweep, and what it suggests.
async fn sweep(lesson: &mut Lesson) -> (Vec<RatePoint>, Option<f64>) {
    lesson.session.start_rate_search().unwrap();
    let mut points = Vec::new();
    loop {
        lesson.supply();
        for message in lesson.session.rate_search_steps(usize::MAX).await.unwrap() {
            match message {
                RateMessage::Rate(point) => points.push(point),
                RateMessage::Found { suggestion } => return (points, suggestion),
            }
        }
    }
}

/// The curve of `method`: it falls, it explodes, and the rate in between is named.
async fn finds_a_rate(method: Method, steps: usize) {
    let mut lesson = Lesson::new(short(method)).await;
    let (points, suggestion) = sweep(&mut lesson).await;
    assert!(points.len() > steps / 2 && points.len() <= steps, "{} points", points.len());
    assert!((points[0].rate / 1e-7 - 1.0).abs() < 1e-6);
    let suggestion = suggestion.expect("the loss falls");
    assert!((1e-6..1.0).contains(&suggestion), "{suggestion}");
}

#[test]
fn every_method_finds_a_learning_rate() {
    pollster::block_on(async {
        finds_a_rate(Method::DenseHead, 100).await;
        finds_a_rate(Method::AugmentedHead, 40).await;
        finds_a_rate(Method::FineTune, 40).await;
        finds_a_rate(Method::Scratch, 40).await;
    });
}

#[test]
fn a_rate_search_leaves_the_model_in_use() {
    pollster::block_on(async {
        let mut lesson = Lesson::new(short(Method::DenseHead)).await;
        lesson.train().await;
        let (before, settings) = (lesson.session.save_model().await.unwrap(), lesson.session.settings().clone());
        lesson.session.start_rate_search().unwrap();
        assert_eq!(lesson.session.start_rate_search(), Err(Error::AlreadyTraining));
        assert_eq!(lesson.session.start_training(), Err(Error::AlreadyTraining));
        let messages = lesson.session.rate_search_steps(3).await.unwrap();
        assert!(matches!(messages[..], [RateMessage::Rate(_), RateMessage::Rate(_), RateMessage::Rate(_)]));
        assert_eq!(lesson.session.stop_rate_search(), Ok(RateMessage::Found { suggestion: None }));
        assert_eq!(lesson.session.stop_rate_search(), Err(Error::NotTraining));
        assert_eq!(sweep(&mut lesson).await, sweep(&mut lesson).await);
        assert_eq!(lesson.session.save_model().await.unwrap(), before);
        assert_eq!(lesson.session.settings(), &settings);
        lesson.train().await;
    });
}
