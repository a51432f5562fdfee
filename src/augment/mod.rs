//! Varying pictures: what Keras's `ImageDataGenerator` can do, drawn on the CPU and computed on the device.
//!
//! An [`Augmentation`] says what may happen; [`Augmentation::draw`] says what does happen to one picture, a [`View`];
//! [`apply`] does it to a batch. A [`Standardizer`] brings the levels to a network's scale afterwards.
//!
//! The meaning is Keras 3's (`keras/src/legacy/preprocessing/image.py`), with three differences, each on purpose:
//! - `width_shift` moves columns and `height_shift` rows, as Keras documents; as shipped it is the other way round
//!   (keras#17398).
//! - The centre is the picture's, also where it is not square; Keras takes half the height for x and half the width for y.
//! - Brightness comes before any rescaling, and only on levels 0–255: Keras cuts levels of 0–1 down to black or white.
//!
//! Not taken: ZCA whitening, whose matrix has `(3 × height × width)²` numbers; functions of one's own; lists of shifts.

mod affine;
mod apply;
mod augmentation;
mod fill;
mod limits;
mod presets;
mod resample;
mod standardize;
mod view;

pub use apply::{apply, levels};
pub use augmentation::{Augmentation, ResizedCrop};
pub use fill::FillMode;
pub use standardize::{Standardizer, Statistics};
pub use view::{Crop, View};
