//! A picture of the dataset.

use std::sync::Arc;

/// A picture as training sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its id; larger ids came later.
    pub id: u32,
    /// Id of its class.
    pub class: u32,
    /// What it comes from: a file or one recording. Pictures of one source are never split.
    pub source: String,
    /// A disabled picture stays in the dataset but is not trained.
    pub enabled: bool,
    /// The backbone's output for it, shared with a training run.
    pub embedding: Arc<[f32]>,
    /// The length of that vector.
    pub norm: f32,
    /// The backbone's outputs for augmented views of it, where it has been asked for them; shared as `embedding` is.
    pub views: Vec<Arc<[f32]>>,
}
