//! Pupil: an image classifier that a browser tab teaches, tunes and runs.
//!
//! The rooms, from the ground up; each may use the rooms listed for it in ARCHITECTURE.md:
//!
//! | room | what it is for |
//! |---|---|
//! | [`error`] | the one error type, with stable codes |
//! | [`picture`] | bytes to pixels to a network's input |
//! | [`weights`] | files of weights as named tensors |
//! | [`network`] | networks as tables: names, costs, recognition |
//! | [`infer`] | a network compiled for the CPU, and run |
//! | [`data`] | classes, pictures, sources, the split, batch order |
//! | [`eval`] | confusion matrix and the figures read off it |
//! | [`augment`] | what augmentation may do, and what it draws |
//! | [`settings`] | the recipe of a training run |
//! | [`model`] | the file of a trained classifier |
//! | [`lda`] | the instant model in closed form |
//! | [`graph`] | a trained model as a flat list of layers |
//! | [`predict`] | a graph run on the CPU |
//! | [`export`] | writers of a graph for other programs |
//! | `nn` | networks on a device, and what is trained on top |
//! | `train` | the trainer, and runs of each method |
//! | `session` | the whole as one plain async object |
//! | `web` | the same object for JavaScript (on wasm32 only) |
//!
//! The last four come with the feature `learn`, which is on by default, and `export` with the feature of that name; the others
//! compile without burn.
#![recursion_limit = "256"]
#![warn(missing_docs)]

pub mod augment;
pub mod data;
pub mod error;
pub mod eval;
#[cfg(feature = "export")]
pub mod export;
pub mod graph;
pub mod infer;
pub mod lda;
pub mod model;
pub mod network;
#[cfg(feature = "learn")]
pub mod nn;
pub mod picture;
pub mod predict;
#[cfg(feature = "learn")]
pub mod session;
pub mod settings;
#[cfg(feature = "learn")]
pub mod train;
#[cfg(all(feature = "learn", target_family = "wasm"))]
pub mod web;
pub mod weights;

pub use error::{Error, Result};
