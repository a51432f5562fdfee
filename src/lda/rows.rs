//! The pictures as rows of numbers, in an order that is the same however they came.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use pupil_kernels::{Cholesky, Symmetric, products, transposed};

use crate::model::MIN_ROOTED;

/// A picture to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its id.
    pub picture: u32,
    /// Index of its class.
    pub class: usize,
    /// The fold with which it is held out; none if it never is.
    pub fold: Option<usize>,
    /// Whether it is an augmented view of the picture: learned from, but not answered for.
    pub view: bool,
    /// The backbone's output for it.
    pub embedding: Arc<[f32]>,
}

/// The square of a picture's distance from what others make up of it, as a share of the mean square, below which it adds nothing to them:
/// a Gram matrix of near-copies has rounding of this size.
const MIN_ADDED: f64 = 1e-4;

/// The examples, and the coordinates of each.
pub(super) struct Rows {
    pub(super) examples: Vec<Example>,
    features: usize,
    /// Is subtracted from each root: sums of what is left lose fewer digits.
    shift: Vec<f32>,
    /// Fewer dimensions with the same distances, where pictures are fewer than features: L with L · Lᵀ = the Gram matrix.
    factor: Option<Cholesky>,
}

impl Rows {
    pub(super) fn new(mut examples: Vec<Example>) -> Self {
        examples.sort_by(|a, b| {
            let numbers = || a.embedding.iter().zip(&*b.embedding).map(|(a, b)| a.total_cmp(b));
            (a.fold, a.class)
                .cmp(&(b.fold, b.class))
                .then_with(|| numbers().find(|order| order.is_ne()).unwrap_or(Ordering::Equal))
        });
        let features = examples.first().map_or(0, |example| example.embedding.len());
        let mut rows = Self { examples, features, shift: vec![0.0; features], factor: None };
        rows.shift = rows.mean();
        rows
    }

    /// Width of an embedding.
    pub(super) fn features(&self) -> usize {
        self.features
    }

    /// Width of a row.
    pub(super) fn width(&self) -> usize {
        if self.factor.is_some() { self.examples.len() } else { self.features }
    }

    /// How many numbers of these rows may not be zeros: a factor's rows end at the diagonal.
    pub(super) fn length(&self, range: &Range<usize>) -> usize {
        if self.factor.is_some() { range.end } else { self.features }
    }

    /// What stands for the root `shift` + a row's features.
    pub(super) fn shift(&self) -> &[f32] {
        &self.shift
    }

    /// The Gram matrix, all zeros yet.
    pub(super) fn gram(&self) -> Symmetric {
        Symmetric::zeros(self.examples.len())
    }

    /// Begins to factor the Gram matrix.
    pub(super) fn factor(&self, gram: Symmetric) -> Cholesky {
        let min = (MIN_ADDED * gram.trace() / gram.side() as f64).max(f64::from(f32::MIN_POSITIVE)) as f32;
        Cholesky::new(gram, min)
    }

    /// From now on, rows are those of `factor`.
    pub(super) fn reduce(&mut self, factor: Cholesky) {
        self.factor = Some(factor);
    }

    /// Some rows, one after another.
    pub(super) fn of(&self, range: Range<usize>) -> Vec<f32> {
        let Some(factor) = &self.factor else { return self.features_of(range) };
        let mut rows = vec![0.0; range.len() * self.width()];
        let places = rows.chunks_exact_mut(self.width()).zip(range);
        places.for_each(|(row, i)| row.iter_mut().zip(factor.row(i)).for_each(|(x, value)| *x = value));
        rows
    }

    /// The roots of some pictures without the shift.
    pub(super) fn features_of(&self, range: Range<usize>) -> Vec<f32> {
        let root = |(&x, &shift): (&f32, &f32)| x.max(MIN_ROOTED).sqrt() - shift;
        let mut features = Vec::with_capacity(range.len() * self.features);
        for example in &self.examples[range] {
            features.extend(example.embedding.iter().zip(&self.shift).map(root));
        }
        features
    }

    /// `count` vectors that are to be multiplied with rows, as vectors that are to be multiplied with roots without the shift.
    pub(super) fn unreduced(&self, vectors: Vec<f32>, count: usize) -> Vec<f32> {
        let Some(factor) = &self.factor else { return vectors };
        let pictures = self.examples.len();
        let shares = factor.backward(transposed(&vectors, pictures), count);
        let features = transposed(&self.features_of(0..pictures), self.features);
        products(&transposed(&shares, count), &features, pictures)
    }

    fn mean(&self) -> Vec<f32> {
        let mut sums = vec![0.0; self.features];
        for i in 0..self.examples.len() {
            sums.iter_mut().zip(self.features_of(i..i + 1)).for_each(|(sum, x)| *sum += f64::from(x));
        }
        sums.iter().map(|sum| (sum / self.examples.len() as f64) as f32).collect()
    }
}
