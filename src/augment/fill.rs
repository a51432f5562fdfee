//! What is seen beyond a picture's border.

use serde::{Deserialize, Serialize};

/// How a border is continued: SciPy's modes of the same name, as Keras uses them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FillMode {
    /// The border's own pixels go on: `aaaa|abcd|dddd`.
    #[default]
    Nearest,
    /// One level, `cval`, with no blending into it: `kkkk|abcd|kkkk`.
    Constant,
    /// Mirrored at the border's edge: `dcba|abcd|dcba`.
    Reflect,
    /// From the other side, whose last pixel lies on this side's first: `bcd|abcd|bcd`, not Keras's picture
    /// `abcd|abcd|abcd`, which is not what Keras does.
    Wrap,
}

/// A coordinate that lies this little beyond the border lies on it: the rounding of a right-angle rotation, say.
const ROUNDING: f64 = 1e-9;

impl FillMode {
    /// Where within an axis of `n` pixels the value at coordinate `t` stands, from 0 to `n - 1`; none for `cval`.
    ///
    /// Linear interpolation there equals SciPy's, which looks up both neighbours beyond the border.
    pub(super) fn inside(self, t: f64, n: f64) -> Option<f64> {
        let last = n - 1.0;
        if (-ROUNDING..=last + ROUNDING).contains(&t) {
            return Some(t.clamp(0.0, last));
        }
        match self {
            Self::Nearest => Some(t.clamp(0.0, last)),
            Self::Constant => None,
            Self::Reflect => Some(reflected(t, n).clamp(0.0, last)),
            Self::Wrap => Some(t.rem_euclid(last)),
        }
    }
}

/// Mirrored at -½ and `n` - ½. Between the border's pixel and its mirror image both neighbours are that pixel.
fn reflected(t: f64, n: f64) -> f64 {
    let t = (t + 0.5).rem_euclid(2.0 * n) - 0.5;
    if t > n - 0.5 { 2.0 * n - 1.0 - t } else { t }
}
