//! The dense layers, and what they answer.

use crate::eval::{cosine, softmax};
use crate::graph::{Dense, Head};

/// What a model answers for a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Of each label.
    pub probabilities: Vec<f32>,
    /// Whether the picture is like one of the labels; true if that was not learned.
    pub familiar: bool,
}

/// What a head answers for a pooled vector.
pub(super) fn answer(head: &Head, mut vector: Vec<f32>) -> Answer {
    if let Some(min) = head.root {
        vector.iter_mut().for_each(|x| *x = x.max(min).sqrt());
    }
    let mut hidden = through(&head.hidden, &vector);
    if !head.linear {
        hidden.iter_mut().for_each(|x| *x = x.max(0.0));
    }
    let nearest = |centres: &[Vec<f32>]| centres.iter().map(|centre| cosine(&hidden, centre)).fold(-1.0, f64::max);
    let familiar = head.familiar.as_ref().is_none_or(|like| nearest(&like.centres) as f32 >= like.threshold);
    let probabilities = softmax(&through(&head.output, &hidden), 1.0);
    Answer { probabilities: probabilities.into_iter().map(|share| share as f32).collect(), familiar }
}

fn through(layer: &Dense, input: &[f32]) -> Vec<f32> {
    let rows = layer.weight.chunks_exact(layer.shape[1]).zip(&layer.bias);
    rows.map(|(row, bias)| row.iter().zip(input).map(|(w, x)| w * x).sum::<f32>() + bias).collect()
}
