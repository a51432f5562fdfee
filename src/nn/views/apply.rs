//! Views of a batch of pictures, on the device.

use burn::tensor::{Bool, Device, Tensor, TensorData};

use super::resample::resample;
use crate::augment::{Augmentation, View};
use crate::picture::Pixels;

/// Squares, all of one size → their levels 0–255, `[batch, 3, height, width]`, on `device`.
///
/// # Panics
/// If there are none, or they differ in size.
pub fn levels(squares: &[&Pixels], device: &Device) -> Tensor<4> {
    let [height, width] = [squares[0].height() as usize, squares[0].width() as usize];
    let mut values = Vec::with_capacity(squares.len() * 3 * height * width);
    for (square, channel) in squares.iter().flat_map(|square| (0..3).map(move |channel| (square, channel))) {
        values.extend(square.rgb().as_chunks::<3>().0.iter().map(|rgb| f32::from(rgb[channel])));
    }
    Tensor::from_data(TensorData::new(values, [squares.len(), 3, height, width]), device)
}

/// What `views` show of `pictures`: levels 0–255 `[batch, 3, height, width]` → levels of the same shape, a view a picture.
/// Of `augmentation` it takes how the border is continued.
///
/// In Keras's order: one resampling for rotation, shifts, shear, zoom and crop; channel shift; flips; brightness. A step that
/// a view does not have leaves its picture to the bit.
///
/// # Panics
/// If there are not as many views as pictures.
pub fn apply(pictures: Tensor<4>, views: &[View], augmentation: &Augmentation) -> Tensor<4> {
    assert_eq!(pictures.dims()[0], views.len(), "a view a picture");
    // A resampling that there is takes the flips along.
    let flipped = |flip: fn(&View) -> bool| move |view: &View| flip(view) && !view.resamples();
    let pictures = only(pictures, views, View::resamples, |all| resample(all, views, augmentation));
    let pictures = only(pictures, views, |view| view.channel_shift != 0.0, |all| shift_channels(all, views));
    let pictures = only(pictures, views, flipped(|view| view.horizontal_flip), |all| all.flip([3]));
    let pictures = only(pictures, views, flipped(|view| view.vertical_flip), |all| all.flip([2]));
    only(pictures, views, |view| view.brightness.is_some(), |all| brighten(all, views))
}

/// The step's result for the pictures whose view has it, the others as they are.
fn only(
    pictures: Tensor<4>,
    views: &[View],
    has: impl Fn(&View) -> bool,
    step: impl FnOnce(Tensor<4>) -> Tensor<4>,
) -> Tensor<4> {
    let mask: Vec<bool> = views.iter().map(has).collect();
    match mask.iter().filter(|&&has| has).count() {
        0 => pictures,
        all if all == views.len() => step(pictures),
        _ => {
            let mask = TensorData::new(mask, [views.len(), 1, 1, 1]);
            let mask = Tensor::<4, Bool>::from_data(mask, &pictures.device()).expand(pictures.dims());
            pictures.clone().mask_where(mask, step(pictures))
        }
    }
}

/// One number a picture, to be spread over its pixels.
fn column(views: &[View], number: impl Fn(&View) -> f64, device: &Device) -> Tensor<4> {
    let numbers = views.iter().map(|view| number(view) as f32).collect::<Vec<_>>();
    Tensor::from_data(TensorData::new(numbers, [views.len(), 1, 1, 1]), device)
}

/// Adds each view's shift and stays between the picture's darkest and brightest level of any channel.
fn shift_channels(pictures: Tensor<4>, views: &[View]) -> Tensor<4> {
    let batch = views.len();
    let shift = column(views, |view| view.channel_shift, &pictures.device());
    let flat: Tensor<2> = pictures.clone().reshape([batch as i32, -1]);
    let darkest = flat.clone().min_dim(1).reshape([batch, 1, 1, 1]);
    let brightest = flat.max_dim(1).reshape([batch, 1, 1, 1]);
    (pictures + shift).max_pair(darkest).min_pair(brightest)
}

/// Multiplies whole levels and cuts the product to whole levels up to 255, as Pillow's `ImageEnhance.Brightness` does.
fn brighten(pictures: Tensor<4>, views: &[View]) -> Tensor<4> {
    /// What resampling may fall short of a whole level that it ought to reach.
    const ROUNDING: f64 = 1e-2;
    let factor = column(views, |view| view.brightness.unwrap_or(1.0), &pictures.device());
    (((pictures + ROUNDING).floor() * factor).floor()).clamp(0.0, 255.0)
}
