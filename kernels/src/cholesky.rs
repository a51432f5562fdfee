//! The Cholesky factor of a symmetric matrix, and what is solved with it.

use crate::matrix::{add_products, products, transposed};
use crate::symmetric::{BLOCK, Symmetric};

/// A lower triangular matrix L with L · Lᵀ = the matrix that it was made of. It is made block by block, in steps. What of a row depends
/// on rows before it has no share of its own: its column of L is zeros, and so are its rows of what is solved.
#[derive(Clone, Debug)]
pub struct Cholesky {
    /// L in the blocks that are done, what is left of the matrix in the others.
    factor: Symmetric,
    /// The inverse of each block of L's diagonal that is done.
    inverses: Vec<Vec<f32>>,
    /// The smallest square of what a row adds to those before it; less is rounding.
    min: f32,
}

impl Cholesky {
    /// Begins with a matrix without negative eigenvalues. A row whose square on L's diagonal would be smaller than `min`, which should be
    /// above 0, depends on those before it.
    pub fn new(matrix: Symmetric, min: f32) -> Self {
        Self { factor: matrix, inverses: Vec::new(), min }
    }

    /// The whole factor at once.
    pub fn of(matrix: Symmetric, min: f32) -> Self {
        let mut cholesky = Self::new(matrix, min);
        while !cholesky.is_done() {
            cholesky.step();
        }
        cholesky
    }

    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.inverses.len() == self.factor.blocks()
    }

    /// Makes the next 64 columns; nothing once it is done.
    pub fn step(&mut self) {
        if self.is_done() {
            return;
        }
        let block = self.inverses.len();
        let rows = BLOCK.min(self.factor.side() - block * BLOCK);
        let column = self.factor.column_mut(block);
        let inverse = factorize(&mut column[..BLOCK * BLOCK], rows, self.min);
        let below = products(&column[BLOCK * BLOCK..], &inverse, BLOCK);
        column[BLOCK * BLOCK..].copy_from_slice(&below);
        for later in block + 1..self.factor.blocks() {
            self.factor.add_products_to(later, block + 1, -1.0, &below, BLOCK);
        }
        self.inverses.push(inverse);
    }

    /// Row `i` of L, up to the diagonal.
    pub fn row(&self, i: usize) -> impl Iterator<Item = f32> {
        self.factor.row(i)
    }

    /// Solves `matrix · x = b` for each of `count` columns of `b`, whose rows are one after another.
    ///
    /// # Panics
    /// If `b` has other rows than the matrix, or the factor is not done.
    pub fn solve(&self, b: Vec<f32>, count: usize) -> Vec<f32> {
        self.backward(self.forward(b, count), count)
    }

    /// Solves `L · x = b`, as [`Cholesky::solve`].
    ///
    /// # Panics
    /// As there.
    pub fn forward(&self, b: Vec<f32>, count: usize) -> Vec<f32> {
        let mut x = self.padded(b, count);
        for (block, inverse) in self.inverses.iter().enumerate() {
            let (own, below) = x[block * BLOCK * count..].split_at_mut(BLOCK * count);
            own.copy_from_slice(&products(inverse, &transposed(own, count), BLOCK));
            let negative: Vec<f32> = transposed(own, count).iter().map(|x| -x).collect();
            add_products(below, &self.factor.column(block)[BLOCK * BLOCK..], &negative, BLOCK);
        }
        x.truncate(self.factor.side() * count);
        x
    }

    /// Solves `Lᵀ · x = b`, as [`Cholesky::solve`].
    ///
    /// # Panics
    /// As there.
    pub fn backward(&self, b: Vec<f32>, count: usize) -> Vec<f32> {
        let mut x = self.padded(b, count);
        for (block, inverse) in self.inverses.iter().enumerate().rev() {
            let (own, below) = x[block * BLOCK * count..].split_at_mut(BLOCK * count);
            let column = &self.factor.column(block)[BLOCK * BLOCK..];
            add_transposed(own, -1.0, column, below, count);
            let mut solved = vec![0.0; own.len()];
            add_transposed(&mut solved, 1.0, inverse, own, count);
            own.copy_from_slice(&solved);
        }
        x.truncate(self.factor.side() * count);
        x
    }

    fn padded(&self, mut b: Vec<f32>, count: usize) -> Vec<f32> {
        assert!(self.is_done() && b.len() == self.factor.side() * count, "a row for each of the matrix's");
        b.resize(self.factor.blocks() * BLOCK * count, 0.0);
        b
    }
}

/// Adds `sign · matrixᵀ · x` to `sum`: `matrix` has rows of a block's width, `x` and `sum` rows of `count` numbers.
fn add_transposed(sum: &mut [f32], sign: f32, matrix: &[f32], x: &[f32], count: usize) {
    let mut columns = transposed(sum, count);
    for (row, x) in matrix.chunks_exact(BLOCK).zip(x.chunks_exact(count)) {
        for (column, x) in columns.chunks_exact_mut(BLOCK).zip(x) {
            let x = sign * x;
            column.iter_mut().zip(row).for_each(|(sum, factor)| *sum += factor * x);
        }
    }
    sum.copy_from_slice(&transposed(&columns, BLOCK));
}

/// Puts the factor of a block of the diagonal, of which the first `rows` rows and columns are the matrix's, in its place, and returns
/// its inverse, row by row; beyond the matrix both are 1.
fn factorize(block: &mut [f32], rows: usize, min: f32) -> Vec<f32> {
    let mut factor = vec![[0.0f64; BLOCK]; BLOCK];
    for (i, row) in factor.iter_mut().enumerate() {
        let own = &block[i * BLOCK..][..BLOCK];
        (0..=i).for_each(|j| row[j] = if i.max(j) < rows { f64::from(own[j]) } else { f64::from(u8::from(i == j)) });
    }
    for k in 0..BLOCK {
        let square = factor[k][k];
        if square < f64::from(min) {
            factor[k..].iter_mut().for_each(|row| row[k] = 0.0);
            continue;
        }
        let root = square.sqrt();
        factor[k][k] = root;
        let mut column = [0.0; BLOCK];
        for i in k + 1..BLOCK {
            factor[i][k] /= root;
            column[i] = factor[i][k];
            let below = column[i];
            let row = factor[i][k + 1..=i].iter_mut().zip(&column[k + 1..=i]);
            row.for_each(|(x, other)| *x -= below * other);
        }
    }
    let mut inverse = vec![[0.0f64; BLOCK]; BLOCK];
    for i in (0..BLOCK).filter(|&i| factor[i][i] > 0.0) {
        let mut row = [0.0; BLOCK];
        row[i] = 1.0;
        for k in 0..i {
            let share = factor[i][k];
            row[..=k].iter_mut().zip(&inverse[k][..=k]).for_each(|(x, known)| *x -= share * known);
        }
        row.iter_mut().for_each(|x| *x /= factor[i][i]);
        inverse[i] = row;
    }
    block.iter_mut().zip(factor.iter().flatten()).for_each(|(x, &factor)| *x = factor as f32);
    inverse.iter().flatten().map(|&x| x as f32).collect()
}
