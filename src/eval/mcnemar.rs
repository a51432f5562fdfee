//! Whether one of two models is better on the same pictures, or it could be chance.

/// McNemar's exact test, two-sided (McNemar 1947): of the pictures that one model alone was right on, `first` were the one model's and
/// `second` the other's. The probability of a split that is as uneven or more where both are equally good.
pub fn mcnemar(first: usize, second: usize) -> f64 {
    let (count, fewer) = (first + second, first.min(second));
    // Of logarithms: factors of 2 to the power of a thousand would vanish.
    let mut logarithm = -(count as f64) * 2f64.ln();
    let mut tail = logarithm.exp();
    for chosen in 1..=fewer {
        logarithm += ((count - chosen + 1) as f64 / chosen as f64).ln();
        tail += logarithm.exp();
    }
    (2.0 * tail).min(1.0)
}
