//! The square root as a sum of steps that layers can compute.

/// `√max(x, min) ≈ start + Σ rise · relu6(slope · x + offset)`: chords between knots, each one step that begins at 0 and ends at 6. All
/// terms are positive, so nothing cancels.
pub(super) struct Steps {
    /// √min.
    pub(super) start: f32,
    pub(super) slope: Vec<f32>,
    pub(super) offset: Vec<f32>,
    pub(super) rise: Vec<f32>,
}

/// From a knot to the next. A chord is below the root by at most (ln ratio)² / 32 of it: 3 · 10⁻⁵.
const RATIO: f64 = 1.03;
/// Where a step ends.
const SIX: f64 = 6.0;

impl Steps {
    /// For `x` up to `max`; above it the sum stays what it is there.
    pub(super) fn new(min: f32, max: f32) -> Self {
        let (min, max) = (f64::from(min), f64::from(max));
        let count = ((max / min).ln() / RATIO.ln()).ceil() as usize;
        let knot = |index: usize| min * (max / min).powf(index as f64 / count as f64);
        let of_steps =
            |value: fn(f64, f64) -> f64| (0..count).map(|index| value(knot(index), knot(index + 1)) as f32).collect();
        Self {
            start: min.sqrt() as f32,
            slope: of_steps(|from, to| SIX / (to - from)),
            offset: of_steps(|from, to| -SIX * from / (to - from)),
            rise: of_steps(|from, to| (to.sqrt() - from.sqrt()) / SIX),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::export::keras::root::Steps;

    #[test]
    fn the_steps_are_the_root() {
        for max in [6.0, 1e6] {
            let steps = Steps::new(1e-6, max);
            for x in (0..1000).map(|i| (max * 2.0).powf(i as f32 / 1000.0) - 1.0).chain([0.0, 1e-7, 3e-6, 2e-4]) {
                let terms = steps.slope.iter().zip(&steps.offset).zip(&steps.rise);
                let sum: f32 = terms.map(|((slope, offset), rise)| rise * (slope * x + offset).clamp(0.0, 6.0)).sum();
                let (found, expected) = (steps.start + sum, x.clamp(1e-6, max).sqrt());
                assert!((found - expected).abs() < 5e-5 * expected, "{found} for the root {expected} of {x}");
            }
        }
    }
}
