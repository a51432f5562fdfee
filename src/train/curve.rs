//! The loss at each learning rate of a sweep, and the suggested rate.

use serde::Serialize;

/// fastai's `AvgSmoothLoss`.
const SMOOTHING: f64 = 0.98;

/// A loss this many times the lowest ends the sweep.
const EXPLODED: f64 = 4.0;

/// The points at the end that fastai leaves out: there the loss explodes.
const LAST_LEFT_OUT: usize = 5;

/// One step of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RatePoint {
    /// The learning rate.
    pub rate: f64,
    /// The loss, smoothed.
    pub loss: f64,
}

/// What a sweep has found so far, as in fastai's `lr_find`.
#[derive(Clone, Debug)]
pub struct RateCurve {
    steps: usize,
    average: f64,
    points: Vec<RatePoint>,
    ended: bool,
}

impl RateCurve {
    /// Nothing yet of a sweep of `steps` steps.
    pub fn new(steps: usize) -> Self {
        Self { steps, average: 0.0, points: Vec::new(), ended: false }
    }

    /// Adds the loss of a step: smoothed exponentially, with the bias towards 0 at the start corrected. A loss that is no number ends
    /// the sweep without a point. (fastai goes on to the last step, and leaves such points out.)
    pub fn add(&mut self, rate: f64, loss: f64) -> Option<RatePoint> {
        self.average = loss + SMOOTHING * (self.average - loss);
        let loss = self.average / (1.0 - SMOOTHING.powi(self.points.len() as i32 + 1));
        if !loss.is_finite() {
            self.ended = true;
            return None;
        }
        let point = RatePoint { rate, loss };
        self.points.push(point);
        let lowest = self.points.iter().map(|point| point.loss).fold(f64::INFINITY, f64::min);
        self.ended = loss > EXPLODED * lowest || self.points.len() == self.steps;
        Some(point)
    }

    /// Whether all steps are done, or the loss has exploded.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// fastai's suggestion, [`valley`](https://docs.fast.ai/callback.schedule.html): of the longest falling subsequence, taken
    /// from its end, the point a half past the first third. The first tenth of the sweep and its last five points are left out.
    /// None where nothing falls; there fastai suggests the first rate, or the last.
    pub fn suggestion(&self) -> Option<f64> {
        let end = self.points.len().saturating_sub(LAST_LEFT_OUT);
        let points = self.points.get(self.steps / 10..end)?;
        let lengths = falling(points);
        // The first of the longest.
        let (last, &length) = lengths.iter().enumerate().rev().max_by_key(|(_, length)| **length)?;
        let before_first = (last + 1).checked_sub(length)?;
        // fastai counts from one before, which may be -1.
        let place = (before_first + length / 3 + length / 6).checked_sub(1)?;
        (length > 1).then(|| points[place].rate)
    }
}

/// How long the longest falling subsequence is that ends at each point.
fn falling(points: &[RatePoint]) -> Vec<usize> {
    let mut lengths: Vec<usize> = Vec::with_capacity(points.len());
    for point in points {
        let above = points.iter().zip(&lengths).filter(|(before, _)| point.loss < before.loss);
        lengths.push(1 + above.map(|(_, length)| *length).max().unwrap_or(0));
    }
    lengths
}
