//! How far a measured share can be trusted.

/// The two-sided 95 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a share of which `correct` of `total` were seen (Wilson 1927, without continuity correction).
/// Nothing seen says nothing: (0, 1).
pub fn wilson(correct: u32, total: u32) -> (f64, f64) {
    if total == 0 {
        return (0.0, 1.0);
    }
    let n = f64::from(total);
    let share = f64::from(correct) / n;
    let widened = 1.0 + Z * Z / n;
    let centre = (share + Z * Z / (2.0 * n)) / widened;
    let reach = Z / widened * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((centre - reach).max(0.0), (centre + reach).min(1.0))
}
