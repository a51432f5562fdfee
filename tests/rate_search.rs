//! The rate search's curve and suggestion against fastai's (`tests/golden/finder/make.py`).
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeMap;

use pupil::train::{RateCurve, Sweep};
use serde::Deserialize;

const CURVES: &str = include_str!("golden/finder/curves.json");

#[derive(Deserialize)]
struct Case {
    steps: usize,
    raw: Vec<f64>,
    smooth: Vec<f64>,
    suggestion: f64,
}

fn rate(step: usize, steps: usize) -> f64 {
    Sweep { steps }.rate(step)
}

/// Adds losses until the curve ends; returns the smoothed ones.
fn swept(steps: usize, losses: &[f64]) -> (Vec<f64>, RateCurve) {
    let mut curve = RateCurve::new(steps);
    let mut smooth = Vec::new();
    for (step, &loss) in losses.iter().enumerate() {
        smooth.extend(curve.add(rate(step, steps), loss).map(|point| point.loss));
        if curve.ended() {
            break;
        }
    }
    (smooth, curve)
}

#[test]
fn curves_are_those_of_fastai() {
    let cases: BTreeMap<String, Case> = serde_json::from_str(CURVES).unwrap();
    assert_eq!(cases.len(), 5);
    for (name, Case { steps, raw, smooth, suggestion }) in cases {
        let (found, curve) = swept(steps, &raw);
        assert_eq!(found.len(), smooth.len(), "{name} ends at another step");
        assert!(found.iter().zip(&smooth).all(|(found, smooth)| (found - smooth).abs() < 1e-8), "{name}");
        let found = curve.suggestion().unwrap();
        assert!((found / suggestion - 1.0).abs() < 1e-9, "{name}: {found} is not {suggestion}");
    }
}

#[test]
fn rates_rise_by_the_same_factor() {
    assert!((rate(0, 100) / 1e-7 - 1.0).abs() < 1e-9);
    for step in 1..100 {
        assert!((rate(step, 100) / rate(step - 1, 100) - 10f64.powf(0.08)).abs() < 1e-9);
    }
}

#[test]
fn where_nothing_falls_nothing_is_suggested() {
    let rising: Vec<f64> = (0..100).map(|step| 1.0 + f64::from(step) / 100.0).collect();
    let (smooth, curve) = swept(100, &rising);
    assert_eq!((smooth.len(), curve.suggestion()), (100, None));
    for few in 0..16 {
        assert_eq!(swept(100, &rising[..few]).1.suggestion(), None);
    }
    let (smooth, curve) = swept(100, &[1.0, f64::NAN, 1.0]);
    assert_eq!((smooth.len(), curve.ended(), curve.suggestion()), (1, true, None));
}
