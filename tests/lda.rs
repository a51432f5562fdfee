//! The discriminant against numpy (`tests/golden/lda/make.py`), and what must not change it.
#![cfg(not(target_family = "wasm"))]

use pupil::eval::argmax;
use pupil::lda::{Example, Layer, Learned, Learner};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

/// Logits of single precision, softened, of some hundred numbers.
const TOLERANCE: f32 = 1e-4;

#[derive(Deserialize)]
struct Case {
    embeddings: Vec<Vec<f32>>,
    classes: Vec<usize>,
    /// −1 for a picture that is never held out.
    folds: Vec<i32>,
    answers: Vec<Vec<f32>>,
    queries: Vec<Vec<f32>>,
    logits: Vec<Vec<f32>>,
}

impl Case {
    fn all() -> Vec<Self> {
        serde_json::from_str(include_str!("golden/lda/lda.json")).unwrap()
    }

    fn examples(&self) -> Vec<Example> {
        let example = |(i, embedding): (usize, &Vec<f32>)| Example {
            picture: i as u32,
            class: self.classes[i],
            fold: usize::try_from(self.folds[i]).ok(),
            view: false,
            embedding: embedding.as_slice().into(),
        };
        self.embeddings.iter().enumerate().map(example).collect()
    }
}

fn learn(examples: Vec<Example>) -> Learned {
    let classes = examples.iter().map(|example| example.class).max().unwrap() + 1;
    let mut learner = Learner::new(examples, classes);
    loop {
        assert!(learner.parts() < learner.total_parts(), "the last part is the last");
        if let Some(learned) = learner.step() {
            return learned;
        }
    }
}

fn through(layer: &Layer, input: &[f32]) -> Vec<f32> {
    let rows = layer.weight.chunks_exact(input.len()).zip(&layer.bias);
    rows.map(|(row, bias)| row.iter().zip(input).map(|(w, x)| w * x).sum::<f32>() + bias).collect()
}

fn logits(learned: &Learned, embedding: &[f32]) -> Vec<f32> {
    let roots: Vec<f32> = embedding.iter().map(|x| x.max(1e-6).sqrt()).collect();
    through(&learned.output, &through(&learned.hidden, &roots))
}

/// Equal but for what is the same for all classes.
fn close(found: &[f32], expected: &[f32]) {
    let mean = |row: &[f32]| row.iter().sum::<f32>() / row.len() as f32;
    let (a, b) = (mean(found), mean(expected));
    let near = found.iter().zip(expected).all(|(x, y)| (x - a - (y - b)).abs() < TOLERANCE);
    assert!(near && found.len() == expected.len(), "{found:?} is not {expected:?}");
}

#[test]
fn it_is_what_numpy_finds() {
    for case in Case::all() {
        let learned = learn(case.examples());
        for (embedding, expected) in case.queries.iter().zip(&case.logits) {
            close(&logits(&learned, embedding), expected);
        }
        assert_eq!(learned.answers.len(), case.answers.len());
        for (answer, expected) in learned.answers.iter().zip(&case.answers) {
            close(&answer.logits, expected);
        }
    }
}

#[test]
fn the_order_of_pictures_does_not_matter() {
    for case in Case::all() {
        let mut examples = case.examples();
        let learned = learn(examples.clone());
        examples.reverse();
        examples.rotate_left(3);
        assert_eq!(learn(examples), learned);
    }
}

/// Five times the same pictures are more than there are features, and so solved the other way. The covariance is another multiple of
/// the same, which the temperature of what could not be measured takes out again.
#[test]
fn both_ways_of_solving_agree() {
    let case = &Case::all()[0];
    let once: Vec<Example> = case.examples().into_iter().map(|each| Example { fold: None, ..each }).collect();
    let often = once.iter().cycle().take(5 * once.len()).cloned().collect();
    let [by_pictures, by_features] = [once, often].map(learn);
    for embedding in &case.queries {
        close(&logits(&by_pictures, embedding), &logits(&by_features, embedding));
    }
}

/// Pictures and near-copies of each, a little fewer than features: what copies differ by is less than rounding of what they share.
#[test]
fn near_copies_are_learned_from_as_well() {
    [0.05, 0.01, 0.003].into_iter().for_each(near_copies_that_differ_by);
}

fn near_copies_that_differ_by(noise: f32) {
    const FEATURES: usize = 320;
    const ACTIVE: usize = 200;
    const COPIES: usize = 6;
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    // Most numbers are zeros in most embeddings.
    let mut random = |size: f32| -> Vec<f32> {
        (0..FEATURES).map(|i| if i < ACTIVE { size * rng.random::<f32>() } else { 0.0 }).collect()
    };
    let sum = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a + b).collect::<Vec<f32>>();
    let kinds: Vec<Vec<f32>> = (0..3).map(|_| random(0.3)).collect();
    let mut picture = |class: usize| sum(&kinds[class], &random(1.0));
    let pictures: Vec<Vec<f32>> = (0..53).map(|i| picture(i % 3)).collect();
    let unseen: Vec<Vec<f32>> = (0..30).map(|i| picture(i % 3)).collect();
    let mut example = |i: usize| Example {
        picture: i as u32,
        class: i / COPIES % 3,
        fold: None,
        view: false,
        embedding: sum(&pictures[i / COPIES], &random(noise)).into(),
    };
    let once: Vec<Example> = (0..pictures.len() * COPIES).map(&mut example).collect();
    let often = [once.clone(), once.clone()].concat();
    let [by_pictures, by_features] = [once, often].map(learn);
    for embedding in &unseen {
        let [found, expected] = [&by_pictures, &by_features].map(|learned| probabilities(&logits(learned, embedding)));
        let near = found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 0.03);
        assert!(near, "{found:?} is not {expected:?}");
    }
}

fn probabilities(logits: &[f32]) -> Vec<f32> {
    let highest = logits.iter().copied().fold(f32::MIN, f32::max);
    let shares: Vec<f32> = logits.iter().map(|logit| (logit - highest).exp()).collect();
    shares.iter().map(|share| share / shares.iter().sum::<f32>()).collect()
}

/// Each class's last picture looks like the other class. Were its views not held out with it, it would be answered right.
#[test]
fn views_are_learned_from_but_not_answered_for_and_held_out_with_their_picture() {
    let place = |class: usize, number: usize| if number < 4 { class } else { 1 - class };
    let embedding = |class: usize, number: usize| match place(class, number) {
        0 => vec![1.0, 0.1 + number as f32 / 100.0, 0.0],
        _ => vec![0.1 + number as f32 / 100.0, 1.0, 0.0],
    };
    let example = |number: usize, class: usize, view: bool| Example {
        picture: (2 * number + class) as u32,
        class,
        fold: Some(number),
        view,
        embedding: embedding(class, number).into(),
    };
    let pictures = || (0..5).flat_map(|number| [0, 1].map(|class| (number, class)));
    let of = |views: usize| {
        let each = |(number, class)| (0..=views).map(move |view| example(number, class, view > 0));
        learn(pictures().flat_map(each).collect())
    };
    let (alone, with_views) = (of(0), of(5));
    for learned in [&alone, &with_views] {
        let answers = learned.answers.iter().map(|answer| (answer.picture, argmax(&answer.logits) == answer.class));
        assert_eq!(answers.collect::<Vec<_>>(), (0..10).map(|picture| (picture, picture < 8)).collect::<Vec<_>>());
    }
    assert_ne!(alone, with_views);
}

#[test]
fn pictures_that_say_nothing_break_nothing() {
    let example = |class: usize, fold: usize, embedding: Vec<f32>| Example {
        picture: fold as u32,
        class,
        fold: Some(fold),
        view: false,
        embedding: embedding.into(),
    };
    for embedding in [vec![0.0; 70], vec![1e30; 70], vec![-1.0; 3]] {
        let learned = learn((0..6).map(|i| example(i % 2, i / 2, embedding.clone())).collect());
        assert!(logits(&learned, &embedding).iter().all(|logit| logit.is_finite()), "{learned:?}");
    }
}
