//! The network that is trained from scratch.

use crate::network::Architecture;

/// Keras's textbook example, on 64 × 64 pixels.
pub const SCRATCH: Architecture = Architecture::BasicCnn;

/// Width of its last map, flattened: 14 × 14 pixels of 64 channels.
pub const SCRATCH_FEATURES: usize = 14 * 14 * 64;
