//! Symmetric matrices by their lower halves, in columns of blocks.

use crate::matrix::add_products;

/// Rows and columns of a block.
pub(crate) const BLOCK: usize = 64;

/// The lower half of a symmetric matrix.
#[derive(Clone, Debug)]
pub struct Symmetric {
    side: usize,
    /// Of each 64 columns, the rows from the first of them on, row by row; zeros beyond the side.
    columns: Vec<Vec<f32>>,
}

impl Symmetric {
    /// Zeros of `side` × `side`.
    pub fn zeros(side: usize) -> Self {
        let blocks = side.div_ceil(BLOCK);
        Self { side, columns: (0..blocks).map(|column| vec![0.0; (blocks - column) * BLOCK * BLOCK]).collect() }
    }

    /// Rows and columns.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Adds `sign · rows · rowsᵀ`, where `rows` are for the first rows and columns, each `width` numbers long.
    ///
    /// # Panics
    /// If there are more rows than the matrix has.
    pub fn add_products(&mut self, sign: f32, rows: &[f32], width: usize) {
        (0..self.columns.len()).for_each(|column| self.add_products_to(column, 0, sign, rows, width));
    }

    /// The same for the columns of block number `column` alone: each is a part of the work. Returns whether there is one.
    pub fn add_part(&mut self, column: usize, rows: &[f32], width: usize) -> bool {
        if column < self.columns.len() {
            self.add_products_to(column, 0, 1.0, rows, width);
        }
        column < self.columns.len()
    }

    /// The same where `rows` are for the rows and columns from block number `first` on.
    pub(crate) fn add_products_to(&mut self, column: usize, first: usize, sign: f32, rows: &[f32], width: usize) {
        let Some(rows) = rows.get((column - first) * BLOCK * width..).filter(|rows| !rows.is_empty()) else { return };
        let mut own: Vec<f32> = rows.iter().take(BLOCK * width).map(|x| sign * x).collect();
        own.resize(BLOCK * width, 0.0);
        add_products(&mut self.columns[column][..rows.len() / width * BLOCK], rows, &own, width);
    }

    /// Adds `sign · other`, of the same side.
    ///
    /// # Panics
    /// If it has another side.
    pub fn add(&mut self, sign: f32, other: &Self) {
        assert_eq!(self.side, other.side, "matrices of one size");
        for (column, other) in self.columns.iter_mut().zip(&other.columns) {
            column.iter_mut().zip(other).for_each(|(x, other)| *x += sign * other);
        }
    }

    /// Adds `value` to each number of the diagonal.
    pub fn add_diagonal(&mut self, value: f32) {
        (0..self.side).for_each(|i| self.columns[i / BLOCK][i % BLOCK * (BLOCK + 1)] += value);
    }

    /// The sum of the diagonal.
    pub fn trace(&self) -> f64 {
        (0..self.side).map(|i| f64::from(self.columns[i / BLOCK][i % BLOCK * (BLOCK + 1)])).sum()
    }

    /// The numbers of row `i` up to the diagonal.
    pub fn row(&self, i: usize) -> impl Iterator<Item = f32> {
        let part = move |block: usize| {
            let before = block * BLOCK;
            self.columns[block][(i - before) * BLOCK..][..BLOCK.min(i + 1 - before)].iter().copied()
        };
        (0..=i / BLOCK).flat_map(part)
    }

    /// The columns of block number `block`, from the diagonal on.
    pub(crate) fn column_mut(&mut self, block: usize) -> &mut Vec<f32> {
        &mut self.columns[block]
    }

    pub(crate) fn column(&self, block: usize) -> &[f32] {
        &self.columns[block]
    }

    /// How many blocks a side has.
    pub(crate) fn blocks(&self) -> usize {
        self.columns.len()
    }
}
