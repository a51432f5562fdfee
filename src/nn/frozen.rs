//! What stands below the trained part: preprocessing, and the blocks that stay as they are.

use burn::tensor::{Device, Tensor, TensorData};

use super::pooling::Pooling;
use super::trunk::{Trunk, pooled_tensor, tensor};
use super::views::{levels, standardize};
use crate::augment::Standardizer;
use crate::infer::Plan;
use crate::picture::{Pixels, Preprocess};

/// Turns pictures into the trained part's input.
#[derive(Clone, Debug)]
pub struct FrozenPart {
    preprocess: Preprocess,
    /// In place of the preprocessing's own mean and deviation.
    standardizer: Option<Standardizer>,
    trunk: Trunk,
    pooled: bool,
    device: Device,
}

impl FrozenPart {
    /// Preprocessing, then `trunk`, which is on `device`.
    pub(super) fn new(preprocess: Preprocess, trunk: Trunk, device: Device) -> Self {
        Self { preprocess, standardizer: None, trunk, pooled: false, device }
    }

    /// The same, with the last map pooled to its channels' means.
    pub(super) fn pooled(self) -> Self {
        Self { pooled: true, ..self }
    }

    /// The same, with levels standardised by `standardizer`, if there is one, instead of as the network was trained.
    pub fn standardized(self, standardizer: Option<Standardizer>) -> Self {
        Self { standardizer, ..self }
    }

    /// How levels are standardised, if not as the network was trained.
    pub fn standardizer(&self) -> Option<&Standardizer> {
        self.standardizer.as_ref()
    }

    /// How a picture becomes a square.
    pub fn preprocess(&self) -> &Preprocess {
        &self.preprocess
    }

    /// Where it computes.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Levels 0–255 `[batch, 3, h, w]` → the trained part's input: embeddings `[batch, features, 1, 1]`, a feature map, or
    /// pixels that are only normalised.
    pub fn levels(&self, levels: Tensor<4>) -> Tensor<4> {
        if let Some(standardizer) = &self.standardizer {
            return self.forward(standardize(levels, standardizer));
        }
        let row = |values: [f32; 3]| Tensor::<1>::from_floats(values, &self.device).reshape([1, 3, 1, 1]);
        self.forward((levels - row(self.preprocess.mean)) / row(self.preprocess.std))
    }

    /// The same for squares as [`FrozenPart::preprocess`] makes them.
    pub fn squares(&self, squares: &[&Pixels]) -> Tensor<4> {
        if let Some(plan) = self.direct() {
            let maps = plan.run(&self.channels_last(squares));
            return if self.pooled { pooled_tensor(&maps) } else { tensor(&maps) };
        }
        self.forward(self.normalised(squares))
    }

    /// The same before any pooling: always a map, or pixels.
    pub fn map(&self, squares: &[&Pixels]) -> Tensor<4> {
        match self.direct() {
            Some(plan) => tensor(&plan.run(&self.channels_last(squares))),
            None => self.trunk.forward(self.normalised(squares)),
        }
    }

    /// The plan that takes squares as the network was trained to: no tensor need be made of them.
    fn direct(&self) -> Option<&Plan> {
        match (&self.trunk, &self.standardizer) {
            (Trunk::Compiled(plan), None) => Some(plan),
            _ => None,
        }
    }

    fn channels_last(&self, squares: &[&Pixels]) -> Vec<f32> {
        let values = squares.iter().map(|square| self.preprocess.normalise_channels_last(square));
        values.collect::<Vec<_>>().concat()
    }

    fn normalised(&self, squares: &[&Pixels]) -> Tensor<4> {
        if let Some(standardizer) = &self.standardizer {
            return standardize(levels(squares, &self.device), standardizer);
        }
        let side = self.preprocess.size as usize;
        let values = squares.iter().flat_map(|square| self.preprocess.normalise(square)).collect();
        let input = TensorData::new::<f32, _>(values, [squares.len(), 3, side, side]);
        Tensor::from_data(input, &self.device)
    }

    fn forward(&self, normalised: Tensor<4>) -> Tensor<4> {
        let map = self.trunk.forward(normalised);
        if self.pooled { Pooling::Mean.forward(map).unsqueeze_dims(&[2, 3]) } else { map }
    }
}
