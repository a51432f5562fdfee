//! Windows as rows of a matrix, and back.

use std::ops::Range;

use crate::window::Window;

/// The windows over a batch of maps of `channels` channels. A row of outputs is numbered through all maps.
pub(crate) struct Patches<'w> {
    pub(crate) window: &'w Window,
    pub(crate) channels: usize,
}

impl Patches<'_> {
    /// Numbers of a window.
    pub(crate) fn length(&self) -> usize {
        self.window.kernel[0] * self.window.kernel[1] * self.channels
    }

    /// Whether the windows are the pixels of the maps.
    pub(crate) fn are_pixels(&self) -> bool {
        let Window { input, kernel, stride, before, output } = *self.window;
        kernel == [1, 1] && stride == 1 && before == [0, 0] && input == output
    }

    /// Writes the windows of `rows` of outputs one after the other, each row by row, zeros beyond the map's edges.
    pub(crate) fn gather(&self, maps: &[f32], rows: Range<usize>, patches: &mut Vec<f32>) {
        patches.clear();
        patches.resize(rows.len() * self.window.output[1] * self.length(), 0.0);
        self.each(rows, |patch, map, run| patches[patch..][..run].copy_from_slice(&maps[map..][..run]));
    }

    /// Adds each number of such windows to the number of the maps that it stands for.
    pub(crate) fn scatter(&self, patches: &[f32], rows: Range<usize>, maps: &mut [f32]) {
        self.each(rows, |patch, map, run| {
            let pairs = maps[map..][..run].iter_mut().zip(&patches[patch..][..run]);
            pairs.for_each(|(sum, x)| *sum += x);
        });
    }

    /// Calls `with` for each row of each window: where the part of it that is on the map begins in the patches and in the maps, and
    /// how long it is.
    fn each(&self, rows: Range<usize>, mut with: impl FnMut(usize, usize, usize)) {
        let Window { input: [height, width], kernel: [_, columns], output, .. } = *self.window;
        for (at, row) in rows.enumerate() {
            let (map, y) = (row / output[0], row % output[0]);
            let (vertical, top) = self.window.taps(0, y);
            for x in 0..output[1] {
                let patch = (at * output[1] + x) * self.length();
                let (horizontal, left) = self.window.taps(1, x);
                for (line, tap) in vertical.clone().enumerate() {
                    let from = ((map * height + top + line) * width + left) * self.channels;
                    let to = patch + (tap * columns + horizontal.start) * self.channels;
                    with(to, from, horizontal.len() * self.channels);
                }
            }
        }
    }
}
