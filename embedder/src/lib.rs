//! Pictures in, embeddings out, for JavaScript. Nothing is trained here, so there is no burn in it.
#![warn(missing_docs)]

#[cfg(target_family = "wasm")]
mod web;
