//! Augmentation: what Keras's `ImageDataGenerator` can do, drawn on the CPU. `nn::views` computes it on the device.
//!
//! An [`Augmentation`] says what may happen; [`Augmentation::draw`] draws what happens to one picture, a [`View`]. A
//! [`Standardizer`] brings the levels to a network's scale afterwards.
//!
//! It means the same as in Keras 3 (`keras/src/legacy/preprocessing/image.py`), with three deliberate differences:
//! - `width_shift` moves columns and `height_shift` rows, as Keras documents; as released it is the other way round
//!   (keras#17398).
//! - The centre is the picture's, also where it is not square; Keras takes half the height for x and half the width for y.
//! - Brightness comes before any rescaling, and only on levels 0–255: Keras cuts levels of 0–1 down to black or white.
//!
//! Left out: ZCA whitening, whose matrix has `(3 × height × width)²` numbers; user-defined functions; lists of shifts.

mod affine;
mod augmentation;
mod fill;
mod grid;
mod limits;
mod presets;
mod standardize;
mod view;

pub use augmentation::{Augmentation, ResizedCrop};
pub use fill::FillMode;
pub use standardize::{Standardizer, Statistics};
pub use view::{Crop, View};
