//! A graph as layers of Keras (<https://keras.io/api/layers>), which are TensorFlow.js's too.

mod hdf5;
mod head;
mod keras3;
mod layer;
mod layers;
mod root;
mod tfjs;

pub(super) use keras3::files as keras3;
pub(super) use tfjs::files as tfjs;
