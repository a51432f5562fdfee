//! The padded rows of a map that one row of output takes.

use crate::window::Window;

/// As many rows as a window has, each with its zero padding. Row `y` of the padded map is in slot `y` modulo their number.
pub struct Ring<'r> {
    window: &'r Window,
    channels: usize,
    /// Numbers in a row.
    width: usize,
    rows: &'r mut [f32],
    /// The first row of the padded map that has not been here yet.
    next: usize,
}

impl<'r> Ring<'r> {
    /// An empty ring in the memory of `scratch`.
    pub fn new(window: &'r Window, channels: usize, scratch: &'r mut Vec<f32>) -> Self {
        let pixels = window.covered()[1].max(window.before[1] + window.input[1]);
        scratch.clear();
        scratch.resize(window.kernel[0] * pixels * channels, 0.0);
        Self { window, channels, width: pixels * channels, rows: scratch, next: 0 }
    }

    /// Brings in the rows under output row `y`; `fill` writes a row of the map.
    pub fn advance(&mut self, y: usize, mut fill: impl FnMut(usize, &mut [f32])) {
        let first = y * self.window.stride;
        let end = first + self.window.kernel[0];
        for y in self.next.max(first)..end {
            let [top, left] = self.window.before;
            let start = y % self.window.kernel[0] * self.width;
            match y.checked_sub(top).filter(|y| *y < self.window.input[0]) {
                Some(y) => {
                    let place = start + left * self.channels;
                    fill(y, &mut self.rows[place..][..self.window.input[1] * self.channels]);
                }
                None => self.rows[start..][..self.width].fill(0.0),
            }
        }
        self.next = end;
    }

    /// The rows under output row `y`, which [`Ring::advance`] has brought in.
    pub fn rows(&self, y: usize) -> Vec<&[f32]> {
        let rows = self.window.kernel[0];
        let first = y * self.window.stride;
        (first..first + rows).map(|y| &self.rows[y % rows * self.width..][..self.width]).collect()
    }
}
