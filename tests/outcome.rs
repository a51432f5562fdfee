//! What is good stays in use: a run's model replaces the one before only if it is no worse.
#![cfg(not(target_family = "wasm"))]

mod colours;

use colours::{GREEN, RED, picture};
use pupil::session::{Comparison, Method, Outcome, Session, TrainingMessage, TrainingSettings, Why, cpu};
use pupil::settings::Optimizer;
use pupil::train::Ended;

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const BLUE: [u8; 3] = [20, 20, 190];
const PICTURES_A_CLASS: u64 = 6;

/// Half of the pictures are held out: three of each class.
const HELD_OUT: usize = 6;

fn good() -> TrainingSettings {
    TrainingSettings { epochs: 12, validation_fraction: 0.5, ..TrainingSettings::of(Method::DenseHead) }
}

/// Too small a step to learn anything by.
fn hopeless() -> TrainingSettings {
    TrainingSettings { epochs: 1, learning_rate: 1e-9, ..good() }
}

async fn add(session: &mut Session, name: &str, colour: [u8; 3]) -> Vec<u32> {
    let class = session.add_class(name).unwrap().id;
    let mut ids = Vec::new();
    for seed in 0..PICTURES_A_CLASS {
        let source = format!("{name} {seed}");
        ids.push(session.add_picture(class, &source, false, &picture(colour, seed)).await.unwrap().id);
    }
    ids
}

async fn two_colours() -> Session {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    add(&mut session, "red", RED).await;
    add(&mut session, "green", GREEN).await;
    session
}

/// Drives the run under way to its end.
async fn end(session: &mut Session) -> (Ended, Outcome) {
    loop {
        for message in session.train_steps(8).await.unwrap() {
            if let TrainingMessage::Finished { reason, outcome, .. } = message {
                return (reason, outcome);
            }
        }
    }
}

async fn train(session: &mut Session, settings: TrainingSettings) -> (Ended, Outcome) {
    session.set_settings(settings).unwrap();
    session.start_training().unwrap();
    end(session).await
}

async fn stopped_at_once(session: &mut Session) -> (Ended, Outcome) {
    session.start_training().unwrap();
    session.stop_training().unwrap();
    end(session).await
}

async fn model(session: &Session) -> Vec<u8> {
    session.save_model().await.unwrap()
}

fn unused(why: Why) -> Outcome {
    Outcome { in_use: false, why, comparison: None }
}

#[test]
fn a_run_without_an_epoch_does_not_replace_a_model() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        let (reason, outcome) = train(&mut session, good()).await;
        assert_eq!((reason, outcome.in_use, outcome.why), (Ended::Completed, true, Why::First));
        let before = model(&session).await;
        assert_eq!(stopped_at_once(&mut session).await, (Ended::Stopped, unused(Why::NothingLearnt)));
        assert_eq!(model(&session).await, before);
        assert!(!session.project().needs_training);
        assert_eq!(session.run_info().unwrap().info.epochs, [], "its model can be stored all the same");
        session.load_model(&session.save_best().await.unwrap()).unwrap();
    });
}

#[test]
fn a_run_without_an_epoch_is_no_first_model() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        assert_eq!(stopped_at_once(&mut session).await, (Ended::Stopped, unused(Why::NothingLearnt)));
        assert!(session.project().trained.is_none());
    });
}

/// Embeddings of this size, the same in both classes, explode at a learning rate of 1, and outputs of single precision with them.
async fn exploding(session: &mut Session) {
    let classes = [0, 1].map(|class| session.classes()[class].id);
    let width = session.backbone().features();
    for id in 100..110 {
        let class = classes[id as usize % 2];
        session.restore_picture(id, class, &format!("large {id}"), true, false, vec![1e30; width]).unwrap();
    }
}

#[test]
fn a_run_that_diverges_does_not_replace_a_model() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        train(&mut session, good()).await;
        let before = model(&session).await;
        exploding(&mut session).await;
        let large = TrainingSettings { optimizer: Optimizer::Sgd, learning_rate: 1.0, ..good() };
        let (reason, outcome) = train(&mut session, large).await;
        assert_eq!((reason, outcome.in_use, outcome.why), (Ended::Diverged, false, Why::Diverged));
        assert_eq!(model(&session).await, before);
        let info = session.run_info().unwrap().info;
        assert!(info.epochs.iter().all(|epoch| epoch.loss.is_finite()), "{:?}", info.epochs);
        let prediction = session.classify(&picture(RED, 99)).await.unwrap();
        assert!((prediction.scores.iter().map(|score| score.score).sum::<f32>() - 1.0).abs() < 1e-5);
    });
}

/// With nothing held out and one batch, no loss shows it: only the outputs of the weights after the one step do.
#[test]
fn a_first_run_whose_last_step_diverges_is_no_model() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        exploding(&mut session).await;
        let one_step = TrainingSettings { epochs: 1, batch_size: 512, validation_fraction: 0.0, ..good() };
        let large = TrainingSettings { optimizer: Optimizer::Sgd, learning_rate: 1.0, ..one_step };
        assert_eq!(train(&mut session, large).await, (Ended::Diverged, unused(Why::Diverged)));
        assert!(session.project().trained.is_none());
    });
}

#[test]
fn a_worse_model_does_not_replace_a_better_one_and_a_better_one_does() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        train(&mut session, hopeless()).await;
        let (_, outcome) = train(&mut session, good()).await;
        let Some(Comparison { before, .. }) = outcome.comparison else { panic!("{outcome:?}") };
        assert!(before < HELD_OUT, "{outcome:?}");
        let comparison = |before: usize, after: usize| {
            Comparison::of(&(0..HELD_OUT).map(|i| (i < before, i < after)).collect::<Vec<_>>())
        };
        let better = Outcome { in_use: true, why: Why::NotWorse, comparison: comparison(before, HELD_OUT) };
        assert_eq!(outcome, better);
        let good_model = model(&session).await;
        let (reason, outcome) = train(&mut session, hopeless()).await;
        let worse = Outcome { in_use: false, why: Why::Worse, comparison: comparison(HELD_OUT, before) };
        assert_eq!((reason, outcome), (Ended::Completed, worse));
        assert_eq!(model(&session).await, good_model);
        let (_, outcome) = train(&mut session, good()).await;
        let equal = Outcome { in_use: true, why: Why::NotWorse, comparison: comparison(HELD_OUT, HELD_OUT) };
        assert_eq!(outcome, equal);
    });
}

#[test]
fn models_are_compared_by_the_labels_of_today() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        train(&mut session, good()).await;
        let [red, green] = [0, 1].map(|class| session.classes()[class].clone());
        session.move_pictures(&red.pictures, green.id).unwrap();
        session.move_pictures(&green.pictures, red.id).unwrap();
        let (_, outcome) = train(&mut session, good()).await;
        let comparison = outcome.comparison.expect("some were held out from both");
        assert_eq!((outcome.why, comparison.before, comparison.after), (Why::NotWorse, 0, comparison.pictures));
    });
}

#[test]
fn what_either_learned_from_is_not_compared() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        train(&mut session, good()).await;
        let (_, outcome) = train(&mut session, TrainingSettings { seed: 2, ..good() }).await;
        let pictures = outcome.comparison.map_or(0, |comparison| comparison.pictures);
        assert!(pictures < HELD_OUT, "another split holds out others: {pictures}");
        let (_, outcome) = train(&mut session, TrainingSettings { validation_fraction: 0.0, ..good() }).await;
        assert_eq!(outcome, Outcome { in_use: true, why: Why::NothingToCompare, comparison: None });
    });
}

#[test]
fn a_model_for_other_classes_is_outdated() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        train(&mut session, good()).await;
        add(&mut session, "blue", BLUE).await;
        assert_eq!(stopped_at_once(&mut session).await.1, unused(Why::NothingLearnt));
        let (_, outcome) = train(&mut session, hopeless()).await;
        assert_eq!(outcome, Outcome { in_use: true, why: Why::OtherClasses, comparison: None });
    });
}

#[test]
fn a_run_that_is_cut_off_or_overtaken_is_not_compared() {
    pollster::block_on(async {
        let mut session = two_colours().await;
        train(&mut session, good()).await;
        let before = model(&session).await;
        session.start_training().unwrap();
        session.train_steps(4).await.unwrap();
        let messages = session.finish_training().unwrap();
        let Some(TrainingMessage::Finished { outcome, .. }) = messages.last() else { panic!("{messages:?}") };
        assert_eq!(*outcome, unused(Why::NotCompared));
        let other = session.save_best().await.unwrap();
        session.start_training().unwrap();
        session.train_steps(6).await.unwrap();
        session.stop_training().unwrap();
        session.load_model(&other).unwrap();
        let (_, outcome) = end(&mut session).await;
        assert_eq!((outcome.in_use, outcome.why), (false, Why::NotCompared));
        assert_ne!(model(&session).await, before, "the one that was chosen meanwhile stays");
    });
}
