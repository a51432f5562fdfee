//! Pupil's exporters as a WebAssembly module of their own: they need no burn, and are fetched at the first export.
#![warn(missing_docs)]

#[cfg(target_family = "wasm")]
mod web;
