//! The discriminant of some sums, solved in steps.

use pupil_kernels::{Cholesky, Symmetric, products, transposed};

use super::discriminant::Discriminant;
use super::sums::Sums;

/// How much the covariance is shrunk to a multiple of the identity.
const LAMBDA: f64 = 1.0;

/// The share of all spread below which the spread within classes is rounding alone.
const MIN_SPREAD: f64 = 1e-5;

/// The smallest share of their mean that a square of the coordinates' factor may be: two classes of the same pictures have one mean.
const MIN_COORDINATE: f64 = 1e-6;

/// A discriminant under way.
pub(super) struct Solving {
    /// Of the within-class scatter, shrunk.
    cholesky: Cholesky,
    /// Indices of the classes that have rows.
    present: Vec<usize>,
    /// The mean of their means.
    centre: Vec<f32>,
    /// Their means without the centre, times `root`, one after another.
    means: Vec<f32>,
    /// The root of the degrees of freedom: the scatter is as many times the covariance.
    root: f64,
}

impl Solving {
    /// Begins with the sums over what is learned from, out of `features` numbers a picture.
    pub(super) fn new(sums: Sums, features: usize) -> Self {
        let Sums { mut scatter, counts, of_class } = sums;
        let width = scatter.side();
        let present: Vec<usize> = (0..counts.len()).filter(|&class| counts[class] > 0).collect();
        let mean = |&class: &usize| of_class[class].iter().map(|sum| sum / counts[class] as f64).collect::<Vec<f64>>();
        let mut means: Vec<Vec<f64>> = present.iter().map(mean).collect();
        let all = scatter.trace();
        let weighted = |(mean, &class): (&Vec<f64>, &usize)| {
            let root = (counts[class] as f64).sqrt();
            mean.iter().map(|x| (x * root) as f32).collect::<Vec<f32>>()
        };
        let between: Vec<f32> = means.iter().zip(&present).flat_map(weighted).collect();
        scatter.add_products(-1.0, &transposed(&between, width), present.len());
        let centre: Vec<f64> =
            (0..width).map(|i| means.iter().map(|mean| mean[i]).sum::<f64>() / present.len() as f64).collect();
        means.iter_mut().for_each(|mean| mean.iter_mut().zip(&centre).for_each(|(x, centre)| *x -= centre));
        let mut freedom = (counts.iter().sum::<usize>() - present.len()) as f64;
        let mut spread = scatter.trace();
        if spread <= MIN_SPREAD * all || freedom == 0.0 {
            // How much pictures of a class differ is not known: as much as the classes do.
            scatter = Symmetric::zeros(width);
            freedom = 1.0;
            spread = means.iter().flatten().map(|x| x * x).sum::<f64>() / present.len() as f64;
        }
        let ridge = (LAMBDA * spread / features as f64).max(f64::from(f32::MIN_POSITIVE)) as f32;
        scatter.add_diagonal(ridge);
        let root = freedom.sqrt();
        Self {
            cholesky: Cholesky::new(scatter, ridge / 2.0),
            present,
            centre: centre.iter().map(|&x| x as f32).collect(),
            means: means.iter().flatten().map(|x| (x * root) as f32).collect(),
            root,
        }
    }

    /// The next part of the work; returns whether there was one.
    pub(super) fn step(&mut self) -> bool {
        let left = !self.cholesky.is_done();
        self.cholesky.step();
        left
    }

    /// The discriminant, once no part is left.
    pub(super) fn end(self) -> Discriminant {
        let Self { cholesky, present, centre, means, root } = self;
        let (classes, width) = (present.len(), centre.len());
        let axes = classes - 1;
        // Rows whose products are Mahalanobis products of the means.
        let whitened = transposed(&cholesky.forward(transposed(&means, width), classes), classes);
        let mut gram = Symmetric::zeros(axes);
        gram.add_products(1.0, &whitened[..axes * width], width);
        let min = (MIN_COORDINATE * gram.trace() / axes as f64).max(f64::from(f32::MIN_POSITIVE)) as f32;
        let basis = Cholesky::of(gram, min).forward(whitened[..axes * width].to_vec(), width);
        let centres = products(&whitened, &basis, width);
        let solved = cholesky.backward(transposed(&basis, width), axes);
        let vectors = transposed(&solved, axes).iter().map(|x| (f64::from(*x) * root) as f32).collect();
        Discriminant { present, centre, vectors, centres }
    }
}
