//! The first predictions, which compile what later ones need.

use super::Session;
use crate::error::Result;
use crate::picture::Pixels;

/// The first run compiles, the second shows the time of a steady one.
const RUNS: usize = 2;

/// Mid grey.
const LEVEL: u8 = 127;

impl Session {
    /// Classifies a grey picture twice, so that later calls find everything compiled. Returns how long the faster run took,
    /// in the unit of `clock`.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn warm_up(&self, clock: impl Fn() -> f64) -> Result<f64> {
        let side = self.backbone.preprocess().size;
        let grey = Pixels::from_rgba(&vec![LEVEL; (side * side * 4) as usize], side, side)?;
        let mut fastest = f64::INFINITY;
        for _ in 0..RUNS {
            let start = clock();
            self.classify(&grey).await?;
            fastest = fastest.min(clock() - start);
        }
        Ok(fastest)
    }
}
