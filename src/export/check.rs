//! The check in every export: a picture, and what Pupil answered for it.

use std::f32::consts::TAU;
use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;

use super::facts::Facts;
use crate::graph::{Graph, Input, Sample};

/// How far a probability may be off where a model computes on its own numbers in single precision.
pub(super) const EXACT: f64 = 1e-4;

/// A picture as a PNG file, for a network with this input. Its centre square needs no resizing, so that only the
/// network can make a difference. It is drawn by a formula: nobody's photo is in an export.
pub fn picture(input: &Input) -> Vec<u8> {
    let side = input.whole_side();
    let drawn = RgbImage::from_fn(side, side, |x, y| Rgb(colour(x as f32 / side as f32, y as f32 / side as f32)));
    let mut file = Cursor::new(Vec::new());
    drawn.write_to(&mut file, ImageFormat::Png).expect("memory takes every byte");
    file.into_inner()
}

/// Rings on a slope, each channel its own.
fn colour(x: f32, y: f32) -> [u8; 3] {
    let distance = ((x - 0.4).powi(2) + (y - 0.6).powi(2)).sqrt();
    let level = |rings: f32, slope: f32| (127.5 + 90.0 * (TAU * rings * distance).sin() + 37.0 * slope) as u8;
    [level(3.0, 2.0 * x - 1.0), level(5.0, 1.0 - 2.0 * y), level(8.0, x - y)]
}

/// `check.json`: what the picture must give, to within `tolerance`, and how a network's numbers are made of its levels.
pub(super) fn data(graph: &Graph, facts: &Facts, tolerance: f64) -> String {
    let Input { size, rescale, sample, mean, std, .. } = &graph.input;
    let sample = match sample {
        Sample::AsIs => "asIs",
        Sample::Centred => "centred",
        Sample::Standardized => "standardized",
    };
    let check = json!({
        "picture": "check.png",
        "labels": graph.labels,
        "probabilities": facts.probabilities,
        "tolerance": tolerance,
        "input": { "size": size, "rescale": rescale, "sample": sample, "mean": mean, "std": std },
    });
    format!("{check:#}\n")
}
