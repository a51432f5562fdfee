//! What a discriminant needs of some pictures. Of all pictures it is the sum over the folds; of all but a fold, the difference.

use pupil_kernels::{Symmetric, transposed};

/// Sums over some rows.
#[derive(Clone)]
pub(super) struct Sums {
    /// Of each row times itself.
    pub(super) scatter: Symmetric,
    /// How many rows each class has.
    pub(super) counts: Vec<usize>,
    /// The sum of each class's rows.
    pub(super) of_class: Vec<Vec<f64>>,
}

impl Sums {
    pub(super) fn zeros(width: usize, classes: usize) -> Self {
        Self { scatter: Symmetric::zeros(width), counts: vec![0; classes], of_class: vec![vec![0.0; width]; classes] }
    }

    /// Adds rows, one after another, of these classes; from number `length` on, their numbers are zeros.
    pub(super) fn add_rows(&mut self, rows: &[f32], classes: &[usize], length: usize) {
        let width = self.scatter.side();
        self.scatter.add_products(1.0, &transposed(rows, width)[..length * classes.len()], classes.len());
        for (row, &class) in rows.chunks_exact(width).zip(classes) {
            self.counts[class] += 1;
            self.of_class[class].iter_mut().zip(row).for_each(|(sum, x)| *sum += f64::from(*x));
        }
    }

    /// Adds other sums.
    pub(super) fn add(&mut self, other: &Self) {
        self.scatter.add(1.0, &other.scatter);
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
        let numbers = self.of_class.iter_mut().flatten().zip(other.of_class.iter().flatten());
        numbers.for_each(|(sum, other)| *sum += other);
    }

    /// These without others that are part of them.
    pub(super) fn without(&self, other: &Self) -> Self {
        let mut rest = self.clone();
        rest.scatter.add(-1.0, &other.scatter);
        rest.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count -= other);
        let numbers = rest.of_class.iter_mut().flatten().zip(other.of_class.iter().flatten());
        numbers.for_each(|(sum, other)| *sum -= other);
        rest
    }
}
