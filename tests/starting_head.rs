//! Fine-tuning begins with the dense head or the discriminant, whichever is right more often on what is held out. On made-up embeddings,
//! up to the first step that takes pictures.
#![cfg(not(target_family = "wasm"))]

use std::sync::Arc;

use pupil::lda::{self, Learner};
use pupil::model::StartingHead;
use pupil::session::{Method, Session, TrainingSettings, cpu};
use pupil::train::{Example, Plan, Run};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
/// The numbers of an embedding of EfficientNet-Lite0.
const FEATURES: usize = 1280;

/// A third of the features is on for each class.
fn embedding(class: usize, seed: u64) -> Arc<[f32]> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..FEATURES).map(|i| rng.random_range(0.0..2.0) * if i % 3 == class { 1.0 } else { 0.2 }).collect()
}

/// Of two classes in turn, from a picture on.
fn examples(first: u64) -> Vec<Example> {
    let example = |seed: u64| {
        let class = (seed % 2) as usize;
        Example { picture: seed as u32, embedding: embedding(class, seed), class }
    };
    (first..first + 12).map(example).collect()
}

fn tuning() -> TrainingSettings {
    TrainingSettings { unfrozen_blocks: 0, epochs: 1, ..TrainingSettings::of(Method::FineTune) }
}

/// A dense head of one unit, which is dropped most of the time, learns little.
fn poor_head() -> TrainingSettings {
    TrainingSettings { hidden_units: 1, dropout: 0.95, ..tuning() }
}

/// Learns the examples, as classes that `class` makes of their own.
fn discriminant(examples: &[Example], class: fn(usize) -> usize) -> Learner {
    let example = |each: &Example| lda::Example {
        picture: each.picture,
        class: class(each.class),
        fold: Some(each.picture as usize / 2 % 3),
        view: false,
        embedding: each.embedding.clone(),
    };
    Learner::new(examples.iter().map(example).collect(), 2)
}

/// What a run begins its fine-tuning with.
async fn begun(settings: TrainingSettings, held_out: Vec<Example>, class: fn(usize) -> usize) -> Option<StartingHead> {
    let session = Session::new(WEIGHTS, &cpu()).unwrap();
    let training = examples(0);
    let learner = discriminant(&training, class);
    let plan = Plan { settings, classes: 2, training, validation: held_out };
    let mut run = Run::new(plan, session.backbone()).beside(Some(learner));
    assert_eq!(run.best().started_from, None, "it has not begun");
    while run.pictures().is_empty() {
        run.step().await.unwrap();
    }
    let best = run.best();
    assert_eq!(best.classifier.head.linear, best.started_from == Some(StartingHead::Instant));
    best.started_from
}

#[test]
fn it_is_the_one_that_is_right_more_often_on_what_is_held_out() {
    pollster::block_on(async {
        assert_eq!(begun(poor_head(), examples(100), |class| class).await, Some(StartingHead::Instant));
        assert_eq!(begun(tuning(), examples(100), |class| 1 - class).await, Some(StartingHead::DenseHead));
        assert_eq!(begun(poor_head(), Vec::new(), |class| class).await, Some(StartingHead::DenseHead));
    });
}

#[test]
fn a_session_says_which_and_keeps_it_in_the_file() {
    pollster::block_on(async {
        let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
        for class in 0..2 {
            session.add_class(["left", "right"][class]).unwrap();
            for seed in 0..10 {
                let picture = (10 * class + seed) as u32;
                let embedding = embedding(class, picture.into()).to_vec();
                session.restore_picture(picture, class as u32, &picture.to_string(), true, false, embedding).unwrap();
            }
        }
        session.set_settings(poor_head()).unwrap();
        session.start_training().unwrap();
        while session.wanted_pictures().unwrap().is_empty() {
            session.train_steps(1).await.unwrap();
        }
        assert_eq!(session.run_info().unwrap().info.started_from, Some(StartingHead::Instant));
        let file = session.save_best().await.unwrap();
        session.finish_training().unwrap();
        session.load_model(&file).unwrap();
        assert_eq!(session.project().trained.unwrap().info.started_from, Some(StartingHead::Instant));
    });
}
