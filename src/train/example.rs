//! A picture as a run sees it.

use std::sync::Arc;

/// One picture as a run sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The picture's id.
    pub picture: u32,
    /// Its embedding, shared with the dataset.
    pub embedding: Arc<[f32]>,
    /// Index of its class among the outputs.
    pub class: usize,
}
