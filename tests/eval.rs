//! The measures against scikit-learn's and SciPy's, and what they say of nothing.

use pupil::data::class_weights;
use pupil::eval::{Confusion, Metrics, wilson};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
    intervals: Vec<Interval>,
    class_weights: Vec<Weights>,
}

#[derive(Deserialize)]
struct Case {
    classes: usize,
    actual: Vec<usize>,
    predicted: Vec<usize>,
    counts: Vec<Vec<u32>>,
    accuracy: f64,
    per_class: Vec<[f64; 3]>,
    #[serde(rename = "macro")]
    macro_mean: [f64; 3],
    weighted: [f64; 3],
}

#[derive(Deserialize)]
struct Interval {
    correct: u32,
    total: u32,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct Weights {
    counts: Vec<usize>,
    weights: Vec<f64>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("golden/metrics/metrics.json")).unwrap()
}

#[test]
fn measures_are_scikit_learns() {
    for case in golden().cases {
        let pairs = case.actual.iter().copied().zip(case.predicted.iter().copied());
        let confusion = Confusion::from_pairs(case.classes, pairs);
        assert_eq!(confusion.counts(), case.counts);
        assert_near(&[confusion.accuracy()], &[case.accuracy]);
        assert_near(&row(confusion.macro_mean()), &case.macro_mean);
        assert_near(&row(confusion.weighted_mean()), &case.weighted);
        for (ours, theirs) in confusion.per_class().into_iter().zip(&case.per_class) {
            assert_near(&row(ours), theirs);
        }
        assert_eq!(confusion.macro_mean().support as usize, case.actual.len());
    }
}

#[test]
fn intervals_are_scipys() {
    for case in golden().intervals {
        let (low, high) = wilson(case.correct, case.total);
        assert_near(&[low, high], &[case.low, case.high]);
    }
}

#[test]
fn class_weights_are_scikit_learns() {
    for case in golden().class_weights {
        let weights: Vec<f64> = class_weights(&case.counts).into_iter().map(f64::from).collect();
        assert!(weights.iter().zip(&case.weights).all(|(a, b)| (a - b).abs() < 1e-6 * b), "{weights:?}");
    }
}

#[test]
fn nothing_measured_is_zero_and_unsure() {
    let nothing = Confusion::from_pairs(2, []);
    assert_eq!(nothing.accuracy(), 0.0);
    assert_eq!(nothing.per_class(), [Metrics::default(); 2]);
    assert_eq!(nothing.macro_mean(), Metrics::default());
    assert_eq!(nothing.weighted_mean(), Metrics::default());
    assert_eq!(Confusion::from_pairs(0, []).macro_mean(), Metrics::default());
    assert_eq!(wilson(0, 0), (0.0, 1.0));
    assert_eq!(class_weights(&[0, 4]), [0.0, 0.5]);
}

fn row(metrics: Metrics) -> [f64; 3] {
    [metrics.precision, metrics.recall, metrics.f1]
}

fn assert_near(ours: &[f64], theirs: &[f64]) {
    assert!(ours.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-12), "{ours:?} is not {theirs:?}");
}
