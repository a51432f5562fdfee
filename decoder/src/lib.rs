//! Decodes pictures that are no JPEG: what the embedder's module goes without, since most photos are JPEG.
#![warn(missing_docs)]

#[cfg(target_family = "wasm")]
mod web;
