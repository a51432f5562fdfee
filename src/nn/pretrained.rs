//! The classifier that a backbone was published with.

use burn::tensor::activation::softmax;
use burn::tensor::{Tensor, TensorData};

use super::device::{cpu, read, tensor};
use crate::error::Result;
use crate::weights::Weights;

/// One dense layer on embeddings, on the CPU: one small product a picture is not worth a trip to the GPU.
pub(super) struct PretrainedHead {
    /// `[features, labels]`.
    weight: Tensor<2>,
    /// `[labels]`.
    bias: Tensor<1>,
}

impl PretrainedHead {
    /// The tensors `classifier.weight` `[labels, features]` and `classifier.bias` `[labels]`.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if one is missing or of another shape.
    pub(super) fn load(weights: &Weights, labels: usize, features: usize) -> Result<Self> {
        let weight = tensor::<2>(weights, "classifier.weight", [labels, features], &cpu())?;
        Ok(Self { weight: weight.transpose(), bias: tensor(weights, "classifier.bias", [labels], &cpu())? })
    }

    /// The probability of each label for one embedding.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub(super) async fn scores(&self, embedding: &[f32]) -> Result<Vec<f32>> {
        let row = Tensor::<2>::from_data(TensorData::new(embedding.to_vec(), [1, embedding.len()]), &cpu());
        let logits = row.matmul(self.weight.clone()) + self.bias.clone().unsqueeze();
        read(softmax(logits, 1)).await
    }
}
