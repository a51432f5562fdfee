//! Random numbers of a run: one seed, and a stream of its own for each use, so that none shifts another.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What random numbers are drawn for.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    /// First weights.
    Weights,
    /// Batch order, mixup and dropout.
    Steps,
    /// Augmented views.
    Views,
}

/// The same numbers for the same seed and use, on every machine.
pub(super) fn stream(seed: u32, stream: Stream) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(u64::from(seed));
    rng.set_stream(stream as u64);
    rng
}
