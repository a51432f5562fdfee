//! Pupil: an image classifier that a browser tab teaches, tunes and runs.
//!
//! The rooms, from the ground up; each may use only those above it that its own page names:
//!
//! | room | what it is for |
//! |---|---|
//! | [`error`] | the one error type, with stable codes |
//! | [`picture`] | bytes to pixels to what a network is fed |
//! | [`data`] | classes, pictures, sources, the split, batch order |
//! | [`eval`] | confusion matrix and the figures read off it |
//! | [`augment`] | pictures varied, on the device |
//! | [`nn`] | devices, networks, weights |
//! | [`train`] | the trainer and its recipe |
//! | [`export`] | files that leave the session |
//! | [`session`] | the whole thing as one plain async object |
//! | `web` | the same object for JavaScript (on wasm32 only) |
#![recursion_limit = "256"]
#![warn(missing_docs)]

pub mod augment;
pub mod data;
pub mod error;
pub mod eval;
pub mod export;
pub mod nn;
pub mod picture;
pub mod session;
pub mod train;
#[cfg(target_family = "wasm")]
pub mod web;

pub use error::{Error, Result};
