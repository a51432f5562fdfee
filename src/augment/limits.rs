//! The limits of the parameters.

use super::augmentation::Augmentation;
use crate::error::{Error, Result};

/// Name, value, minimum, maximum.
type Limit = (&'static str, f64, f64, f64);

impl Augmentation {
    /// Checks every limit.
    ///
    /// # Errors
    /// [`Error::InvalidSettings`] that names the first parameter out of its limits, and the limits.
    pub fn validate(&self) -> Result<()> {
        let mut limits = self.plain_limits().to_vec();
        limits.extend(range("zoom", self.zoom, 0.1, 10.0));
        limits.extend(self.brightness.into_iter().flat_map(|factors| range("brightness", factors, 0.0, 10.0)));
        limits.extend(self.rescale.map(|factor| ("rescale", factor, 1e-9, 1000.0)));
        if let Some(crop) = self.resized_crop {
            limits.extend(range("resizedCrop.scale", crop.scale, 1e-4, 1.0));
            limits.extend(range("resizedCrop.ratio", crop.ratio, 0.1, 10.0));
        }
        limits.into_iter().find(|&(_, value, min, max)| !(min..=max).contains(&value)).map_or(Ok(()), refuse)
    }

    fn plain_limits(&self) -> [Limit; 6] {
        [
            ("rotation", self.rotation, 0.0, 180.0),
            ("widthShift", self.width_shift, 0.0, 10_000.0),
            ("heightShift", self.height_shift, 0.0, 10_000.0),
            ("shear", self.shear, 0.0, 60.0),
            ("channelShift", self.channel_shift, 0.0, 255.0),
            ("cval", self.cval, 0.0, 255.0),
        ]
    }
}

/// The limits of a range: its upper end may not lie below its lower end.
fn range(name: &'static str, [low, high]: [f64; 2], min: f64, max: f64) -> [Limit; 2] {
    [(name, low, min, max), (name, high, low, max)]
}

fn refuse((name, value, min, max): Limit) -> Result<()> {
    Err(Error::InvalidSettings { detail: format!("{name} is {value}, but must be from {min} to {max}") })
}
