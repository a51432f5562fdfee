//! Activations.

/// An activation that cuts numbers off below `min` and above `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clamp {
    /// The smallest number that comes out.
    pub min: f32,
    /// The largest number that comes out.
    pub max: f32,
}

impl Clamp {
    /// No activation.
    pub const NONE: Self = Self { min: f32::NEG_INFINITY, max: f32::INFINITY };
    /// `max(x, 0)`.
    pub const RELU: Self = Self { min: 0.0, max: f32::INFINITY };
    /// `min(max(x, 0), 6)`.
    pub const RELU6: Self = Self { min: 0.0, max: 6.0 };

    /// The activation of one number.
    pub fn apply(self, x: f32) -> f32 {
        x.max(self.min).min(self.max)
    }

    /// The gradient before the activation from that behind it: none where the activation cut off `output`.
    ///
    /// # Panics
    /// If they differ in length.
    pub fn gradient(self, output: &[f32], gradient: &[f32]) -> Vec<f32> {
        assert_eq!(output.len(), gradient.len(), "a gradient for each output");
        // Without a branch it is computed four at a time.
        let inside = |x: f32| (x > self.min) & (x < self.max);
        output.iter().zip(gradient).map(|(&x, &gradient)| if inside(x) { gradient } else { 0.0 }).collect()
    }
}
