//! A layer of Keras, and a model of them under way.

use serde_json::{Value, json};

use crate::weights::Numbers;

/// A layer. The one at index 0 is the input.
pub(super) struct Layer {
    /// Unlike any other layer's.
    pub(super) name: String,
    /// Keras's class.
    pub(super) class: &'static str,
    /// The class's arguments.
    pub(super) config: Value,
    /// Indices of the layers whose outputs it takes.
    pub(super) inputs: Vec<usize>,
    /// Of its output, without the batch.
    pub(super) shape: Vec<usize>,
    /// Its variables, in Keras's order.
    pub(super) variables: Vec<Variable>,
}

/// A variable of a layer.
pub(super) struct Variable {
    /// Keras's name of it.
    pub(super) name: &'static str,
    /// Length of each axis.
    pub(super) shape: Vec<usize>,
    /// Row-major, as they are stored.
    pub(super) numbers: Numbers,
}

impl Variable {
    /// In single precision.
    pub(super) fn floats(name: &'static str, shape: impl Into<Vec<usize>>, floats: impl Into<Vec<f32>>) -> Self {
        Self { name, shape: shape.into(), numbers: Numbers::F32(floats.into()) }
    }
}

/// The layers so far.
#[derive(Default)]
pub(super) struct Layers(pub(super) Vec<Layer>);

impl Layers {
    /// Adds a layer without variables; returns its index.
    pub(super) fn add(
        &mut self,
        name: &str,
        class: &'static str,
        config: Value,
        inputs: &[usize],
        shape: &[usize],
    ) -> usize {
        self.add_with(name, class, config, inputs, shape, Vec::new())
    }

    /// Adds a layer with variables; returns its index.
    pub(super) fn add_with(
        &mut self,
        name: &str,
        class: &'static str,
        config: Value,
        inputs: &[usize],
        shape: &[usize],
        variables: Vec<Variable>,
    ) -> usize {
        // Keras splits paths at slashes, TensorFlow's names have no dots, and TensorFlow.js's begin with a letter.
        let name = name.trim_start_matches('_').replace(['.', '/'], "_");
        let inputs = inputs.to_vec();
        self.0.push(Layer { name, class, config, inputs, shape: shape.to_vec(), variables });
        self.0.len() - 1
    }

    /// Adds `scale · x + shift` along the last axis, as a batch norm of mean 0 and variance 1 − ε.
    pub(super) fn scale_and_shift(&mut self, name: &str, scale: &[f32], shift: &[f32], input: usize) -> usize {
        const EPSILON: f32 = 1e-3;
        let variable = |name, values: Vec<f32>| Variable::floats(name, [scale.len()], values);
        let variables = vec![
            variable("gamma", scale.to_vec()),
            variable("beta", shift.to_vec()),
            variable("moving_mean", vec![0.0; scale.len()]),
            variable("moving_variance", vec![1.0 - EPSILON; scale.len()]),
        ];
        let config = json!({ "axis": -1, "momentum": 0.99, "epsilon": 1e-3, "center": true, "scale": true });
        let shape = self.shape(input).to_vec();
        self.add_with(name, "BatchNormalization", config, &[input], &shape, variables)
    }

    /// Of the output of a layer.
    pub(super) fn shape(&self, layer: usize) -> &[usize] {
        &self.0[layer].shape
    }
}
