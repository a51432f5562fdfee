//! Where a classifier looks: Grad-CAM.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};

use super::network::through;
use super::{Answer, Classifier, FrozenPart, read};
use crate::error::Result;
use crate::picture::Pixels;

/// How much each part of a picture speaks for a class, on the grid of the last feature map.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    /// Cells across.
    pub width: usize,
    /// Cells down.
    pub height: usize,
    /// Row by row, 0–1: 1 where most speaks for it, 0 where nothing does.
    pub values: Vec<f32>,
}

impl Classifier {
    /// What it makes of a square that `frozen` is preprocessed for, and where in it the output comes from that `choose` takes
    /// from the logits.
    ///
    /// Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391, equations 1 and 2): the channels of the last map, each weighted by the
    /// mean slope of the logit along it, summed, and cut at 0. For a mean and one dense layer that is the class activation map
    /// (Zhou et al. 2016, arXiv:1512.04150).
    ///
    /// # Errors
    /// [`crate::Error::Device`] if a device fails.
    pub async fn explain(
        &self,
        frozen: &FrozenPart,
        square: &Pixels,
        choose: impl FnOnce(&[f32]) -> usize,
    ) -> Result<(Answer, Attention)> {
        let map = through(&self.blocks, frozen.map(&[square]));
        let [_, channels, height, width] = map.dims();
        let values = read(map).await?;
        let data = TensorData::new(values.clone(), [1, channels, height, width]);
        let map = Tensor::<4>::from_data(data, &self.device());
        let answer = self.head.read_answers(self.pooling().forward(map.clone())).await?.swap_remove(0);
        let map = map.autodiff().require_grad();
        let logits = self.head.clone().train().forward(self.pooling().forward(map.clone()), None);
        let gradients = logits.narrow(1, choose(&answer.logits), 1).sum().backward();
        let slopes = read(map.grad(&gradients).expect("the logit hangs on the map")).await?;
        Ok((answer, Attention { width, height, values: activation(&values, &slopes, width * height) }))
    }
}

/// The weighted sum over channels, from 0 to 1.
fn activation(values: &[f32], slopes: &[f32], cells: usize) -> Vec<f32> {
    let mut sums = vec![0.0; cells];
    for (channel, slopes) in values.chunks_exact(cells).zip(slopes.chunks_exact(cells)) {
        let weight = slopes.iter().sum::<f32>() / cells as f32;
        sums.iter_mut().zip(channel).for_each(|(sum, value)| *sum += weight * value);
    }
    let most = sums.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    sums.into_iter().map(|sum| sum.max(0.0) / most).collect()
}
