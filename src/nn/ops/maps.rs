//! Maps between burn and the kernels.

use burn::backend::flex::FlexTensor;
use burn::tensor::{Shape, TensorData};

/// `[batch, channels, height, width]` → `[batch, height, width, channels]` in the order of memory: a copy, unless it lies so.
pub(super) fn channels_last(map: &FlexTensor) -> FlexTensor {
    map.permute(&[0, 2, 3, 1]).to_contiguous()
}

/// The way back: `[batch, height, width, channels]` → `[batch, channels, height, width]`, without a copy.
pub(super) fn channels_first(map: &FlexTensor) -> FlexTensor {
    map.permute(&[0, 3, 1, 2])
}

/// Channels-last maps of this height, width and channels as `[batch, channels, height, width]`.
pub(super) fn map(values: Vec<f32>, [height, width]: [usize; 2], channels: usize) -> FlexTensor {
    let batch = values.len() / (height * width * channels);
    channels_first(&tensor(values, [batch, height, width, channels]))
}

/// These numbers in this shape.
pub(super) fn tensor(values: Vec<f32>, shape: impl Into<Shape>) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, shape))
}

/// The numbers of a tensor that lies in memory in its own order.
pub(super) fn numbers(tensor: &FlexTensor) -> &[f32] {
    tensor.as_slice().expect("contiguous")
}
