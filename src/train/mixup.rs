//! Mixup: pictures of a batch are laid over each other in pairs, and so are their targets.

use burn::tensor::{Int, Tensor, TensorData};
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// How the pictures of a batch are mixed (Zhang et al. 2018, arXiv:1710.09412).
pub(super) struct Mix {
    /// Share of each picture itself; the rest is its partner's.
    pub(super) share: f32,
    /// Index of each picture's partner.
    pub(super) partners: Vec<usize>,
}

impl Mix {
    /// A share from Beta(α, α) and random partners; none if α is 0.
    pub(super) fn draw(alpha: f64, batch: usize, rng: &mut ChaCha8Rng) -> Option<Self> {
        if alpha == 0.0 {
            return None;
        }
        let mut partners: Vec<usize> = (0..batch).collect();
        partners.shuffle(rng);
        Some(Self { share: beta(alpha, rng) as f32, partners })
    }

    /// `[batch, channels, h, w]`, mixed.
    pub(super) fn apply(&self, input: Tensor<4>) -> Tensor<4> {
        let indices: Vec<i32> = self.partners.iter().map(|&i| i as i32).collect();
        let indices = TensorData::new(indices, [self.partners.len()]);
        let indices = Tensor::<1, Int>::from_data(indices, &input.device());
        let partners = input.clone().select(0, indices);
        input * self.share + partners * (1.0 - self.share)
    }
}

/// A draw from Beta(α, α) by Jöhnk's method (1964): exact, and quick for the small α of mixup.
fn beta(alpha: f64, rng: &mut ChaCha8Rng) -> f64 {
    loop {
        let [x, y] = [(); 2].map(|()| rng.random::<f64>().powf(1.0 / alpha));
        if x + y <= 1.0 && x + y > 0.0 {
            return x / (x + y);
        }
    }
}
