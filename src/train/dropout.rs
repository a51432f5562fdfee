//! Dropout, drawn on the CPU: the same on every device.

use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// What hidden units `[batch, hidden]` are multiplied by: inverted dropout (Srivastava et al. 2014; PyTorch's `Dropout`).
/// None at rate 0, which draws nothing.
pub(super) fn mask(rate: f64, shape: [usize; 2], rng: &mut ChaCha8Rng, device: &Device) -> Option<Tensor<2>> {
    if rate == 0.0 {
        return None;
    }
    let scale = (1.0 / (1.0 - rate)) as f32;
    let draw = |_| if rng.random_bool(rate) { 0.0 } else { scale };
    let mask: Vec<f32> = (0..shape[0] * shape[1]).map(draw).collect();
    Some(Tensor::from_data(TensorData::new(mask, shape), device))
}
