//! Numbers out of a formula, so that PyTorch and a test start from the same without shipping them
//! (`tests/golden/networks/make.py` has it too).
#![allow(dead_code, reason = "each test takes a part of it")]

use pupil::network::Architecture;
use pupil::weights::Weights;

/// `value` of `u`, which goes evenly through −0.5 … 0.5: ((i · 2654435761 + crc32(name)) mod 2³²) / 2³² − 0.5.
pub fn floats(name: &str, count: usize, value: impl Fn(f64) -> f64) -> Vec<f32> {
    let start = crc32fast::hash(name.as_bytes());
    let unit = |i: usize| f64::from((i as u32).wrapping_mul(2_654_435_761).wrapping_add(start)) / 2f64.powi(32) - 0.5;
    (0..count).map(|i| value(unit(i)) as f32).collect()
}

/// The filled state dict of a network.
pub fn weights(architecture: Architecture) -> Weights<'static> {
    let mut weights = Weights::default();
    for (name, shape) in architecture.tensors() {
        weights.insert(&*name, &shape, &fill(&name, &shape));
    }
    weights
}

/// One tensor of it.
pub fn fill(name: &str, shape: &[usize]) -> Vec<f32> {
    let count = shape.iter().product();
    match name.rsplit('.').next().unwrap() {
        "running_var" => floats(name, count, |u| 1.0 + u.abs()),
        "running_mean" | "bias" => floats(name, count, |u| 0.2 * u),
        // Only batch norms have a weight of one axis.
        _ if shape.len() == 1 => floats(name, count, |u| 1.0 + 0.2 * u),
        _ => {
            let inputs: usize = shape[1..].iter().product();
            floats(name, count, |u| u * 2.0 * (3.0 / inputs as f64).sqrt())
        }
    }
}
