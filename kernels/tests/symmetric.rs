//! Symmetric matrices and their factors against plain loops.

use proptest::prelude::*;
use pupil_kernels::{Cholesky, Symmetric, products};

/// Sums of some hundred products of numbers below 1.
const TOLERANCE: f64 = 1e-4;

fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let next = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some((*state >> 8) as f32 / (1 << 23) as f32 - 1.0)
    };
    std::iter::repeat(()).scan(seed, |state, ()| next(state)).take(count).collect()
}

fn dot(a: impl IntoIterator<Item = f32>, b: impl IntoIterator<Item = f32>) -> f64 {
    a.into_iter().zip(b).map(|(a, b)| f64::from(a) * f64::from(b)).sum()
}

/// The lower half of `rows · rowsᵀ + 1`, in two parts: by columns, and at once.
fn positive(side: usize, rows: &[f32], width: usize) -> Symmetric {
    let mut matrix = Symmetric::zeros(side);
    let mut column = 0;
    while matrix.add_part(column, rows, width) {
        column += 1;
    }
    let mut twice = matrix.clone();
    twice.add_products(1.0, rows, width);
    twice.add_products(-1.0, rows, width);
    twice.add(1.0, &matrix);
    twice.add(-1.0, &matrix);
    twice.add_diagonal(1.0);
    twice
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn sums_of_products_are_right(side in 1usize..150, width in 1usize..40, seed: u32) {
        let rows = numbers(side * width, seed);
        let matrix = positive(side, &rows, width);
        let row = |i: usize| rows[i * width..][..width].iter().copied();
        for i in 0..side {
            for (j, found) in matrix.row(i).enumerate() {
                let expected = dot(row(i), row(j)) + f64::from(u8::from(i == j));
                prop_assert!((f64::from(found) - expected).abs() < TOLERANCE, "{i} {j}: {found}, not {expected}");
            }
        }
        let trace: f64 = (0..side).map(|i| f64::from(matrix.row(i).last().unwrap())).sum();
        prop_assert_eq!(matrix.trace(), trace);
        let all = products(&rows, &rows[..width], width);
        prop_assert!((0..side).all(|i| (f64::from(all[i]) - dot(row(i), row(0))).abs() < TOLERANCE));
    }

    #[test]
    fn a_factor_times_itself_is_the_matrix_and_solves_it(side in 1usize..150, count in 1usize..12, seed: u32) {
        let rows = numbers(side * 8, seed);
        let matrix = positive(side, &rows, 8);
        let cholesky = Cholesky::of(matrix.clone(), 1e-9);
        let x = numbers(side * count, seed ^ 1);
        let mut b = vec![0.0; x.len()];
        for i in 0..side {
            for (j, value) in matrix.row(i).enumerate() {
                let product = dot(cholesky.row(i), cholesky.row(j));
                prop_assert!((product - f64::from(value)).abs() < TOLERANCE, "{i} {j}: {product}, not {value}");
                for k in 0..count {
                    b[i * count + k] += value * x[j * count + k];
                    b[j * count + k] += if i == j { 0.0 } else { value * x[i * count + k] };
                }
            }
        }
        let solved = cholesky.solve(b, count);
        prop_assert!(solved.iter().zip(&x).all(|(found, x)| (found - x).abs() < 1e-3), "{solved:?}, not {x:?}");
    }
}

/// The same picture twice: rows of zeros are left where its second row stands.
#[test]
fn a_singular_matrix_has_a_factor() {
    let rows = [1.0, 2.0, 1.0, 2.0, 3.0, 1.0];
    let mut matrix = Symmetric::zeros(3);
    matrix.add_products(1.0, &rows, 2);
    let cholesky = Cholesky::of(matrix, 1e-6);
    let last: Vec<f32> = cholesky.row(2).collect();
    assert!(last.iter().all(|x| x.is_finite()), "{last:?}");
    assert!((dot(cholesky.row(1), cholesky.row(0)) - 5.0).abs() < 1e-5);
}
