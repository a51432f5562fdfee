//! What was learned: two layers, softened, and what is like the classes.

use pupil_kernels::products;

use super::discriminant::Discriminant;
use super::rows::Rows;
use crate::eval::{Familiarity, fit_smoothed_temperature};
use crate::weights::Weights;

/// The temperature where nothing could be measured, as a share of the classes' mean square: that at two pictures a class, on hand
/// signs 0.12, on insects 0.22.
const UNMEASURED: f32 = 0.2;

/// A dense layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Row-major `[outputs, inputs]`.
    pub weight: Vec<f32>,
    /// `[outputs]`.
    pub bias: Vec<f32>,
}

/// The answer for a picture by the discriminant of all pictures but those of its fold.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its id.
    pub picture: u32,
    /// Index of its class.
    pub class: usize,
    /// One number a class; the least there is for a class that only has pictures in the fold.
    pub logits: Vec<f32>,
}

/// What was learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// Root of an embedding → discriminant space and a constant; linear.
    pub hidden: Layer,
    /// That → logits.
    pub output: Layer,
    /// What is like the classes; none where nothing could be measured.
    pub familiarity: Option<Familiarity>,
    /// The answers out of fold, softened as the logits are, in the order of ids.
    pub answers: Vec<Answer>,
}

impl Learned {
    /// The two layers as a model file names them.
    pub fn tensors(&self) -> Weights<'static> {
        let mut weights = Weights::default();
        for (name, Layer { weight, bias }) in [("hidden", &self.hidden), ("output", &self.output)] {
            weights.insert(format!("{name}.weight"), &[bias.len(), weight.len() / bias.len()], weight);
            weights.insert(format!("{name}.bias"), &[bias.len()], bias);
        }
        weights
    }

    /// Whether all its numbers are finite: those of pictures may be so large that sums of their squares are not.
    pub fn is_finite(&self) -> bool {
        let numbers = [&self.hidden, &self.output].into_iter().flat_map(|layer| layer.weight.iter().chain(&layer.bias));
        numbers.into_iter().all(|x| x.is_finite()) && self.familiarity.as_ref().is_none_or(Familiarity::is_finite)
    }
}

/// Ends the learning with the discriminant of all pictures. `familiar` says how near each answer's picture was to a class.
pub(super) fn end(rows: &Rows, discriminant: &Discriminant, mut answers: Vec<Answer>, familiar: &[f64]) -> Learned {
    let measured: Vec<(&[f32], usize)> = answers.iter().map(|answer| (&*answer.logits, answer.class)).collect();
    let temperature = match measured.is_empty() {
        true => UNMEASURED * discriminant.mean_square(),
        false => fit_smoothed_temperature(&measured) as f32,
    };
    let softened = |x: f32| x / temperature.max(f32::MIN_POSITIVE);
    answers.iter_mut().for_each(|answer| answer.logits.iter_mut().for_each(|x| *x = softened(*x).max(f32::MIN)));
    answers.sort_by_key(|answer| answer.picture);
    let axes = discriminant.axes();
    let mut weight = rows.unreduced(discriminant.vectors.clone(), axes);
    let shifts = products(&weight, rows.shift(), rows.features());
    let offsets = discriminant.offsets().into_iter().zip(shifts).map(|(offset, shift)| -offset - shift);
    let bias = offsets.chain([discriminant.constant()]).collect();
    weight.resize((axes + 1) * rows.features(), 0.0);
    let with_constant = |centre: &[f32]| centre.iter().map(|x| softened(*x)).chain([0.0]).collect::<Vec<f32>>();
    let output = Layer {
        weight: discriminant.centres.chunks_exact(axes).flat_map(with_constant).collect(),
        bias: discriminant.biases().into_iter().map(softened).collect(),
    };
    let familiarity = Familiarity::of(discriminant.directions(), familiar);
    Learned { hidden: Layer { weight, bias }, output, familiarity, answers }
}
