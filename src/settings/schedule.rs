//! How the learning rate changes over a run.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// The course of the learning rate, as a factor of the one that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Schedule {
    /// The same throughout.
    Constant,
    /// Half a cosine from all of it to nothing (Loshchilov & Hutter 2017, arXiv:1608.03983; PyTorch's `CosineAnnealingLR`).
    Cosine,
    /// Up from a 25th over the first 30 % of the steps, then down to next to nothing (Smith & Topin 2018,
    /// arXiv:1708.07120; PyTorch's `OneCycleLR` with its defaults).
    OneCycle,
}

/// PyTorch's `div_factor`, `final_div_factor` and `pct_start`.
const START_DIVISOR: f64 = 25.0;
const END_DIVISOR: f64 = 1e4;
const RISING: f64 = 0.3;

impl Schedule {
    /// The factor at `step` (0-based) of `steps`.
    pub fn factor(self, step: usize, steps: usize) -> f64 {
        let (step, steps) = (step as f64, steps as f64);
        match self {
            Self::Constant => 1.0,
            Self::Cosine => cosine(1.0, 0.0, step / steps),
            Self::OneCycle => {
                let start = 1.0 / START_DIVISOR;
                let peak = RISING * steps - 1.0;
                if step <= peak {
                    cosine(start, 1.0, step / peak)
                } else {
                    cosine(1.0, start / END_DIVISOR, (step - peak) / (steps - 1.0 - peak))
                }
            }
        }
    }
}

/// From `from` to `to` along half a cosine, at `share` of the way.
fn cosine(from: f64, to: f64, share: f64) -> f64 {
    to + (from - to) / 2.0 * (1.0 + (PI * share).cos())
}
