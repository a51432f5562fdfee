//! How a kernel moves over a map.

/// The windows of a convolution or pool over a map: their positions and their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Height and width of the map.
    pub input: [usize; 2],
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Stride of both axes.
    pub stride: usize,
    /// Rows of zeros above the map and columns of zeros left of it.
    pub before: [usize; 2],
    /// Height and width of what comes out.
    pub output: [usize; 2],
}

impl Window {
    /// With as many rows and columns of zeros on both sides (PyTorch's `padding`). None if the kernel is larger than the
    /// padded map.
    pub fn zeros(input: [usize; 2], kernel: [usize; 2], stride: usize, zeros: [usize; 2]) -> Option<Self> {
        let side = |axis: usize| {
            let room = (input[axis] + 2 * zeros[axis]).checked_sub(kernel[axis])?;
            Some(room / stride + 1)
        };
        Some(Self { input, kernel, stride, before: zeros, output: [side(0)?, side(1)?] })
    }

    /// TensorFlow's SAME: ⌈side / stride⌉ come out; an odd row or column of zeros goes to the end.
    pub fn same(input: [usize; 2], kernel: [usize; 2], stride: usize) -> Self {
        let output = input.map(|side| side.div_ceil(stride));
        let before = |axis: usize| {
            let covered = (output[axis].max(1) - 1) * stride + kernel[axis];
            covered.saturating_sub(input[axis]) / 2
        };
        Self { input, kernel, stride, before: [before(0), before(1)], output }
    }

    /// How many windows there are.
    pub fn outputs(&self) -> usize {
        self.output[0] * self.output[1]
    }

    /// How many pixels the map has.
    pub fn inputs(&self) -> usize {
        self.input[0] * self.input[1]
    }

    /// Height and width that all windows together cover, with the padding.
    pub(crate) fn covered(&self) -> [usize; 2] {
        [0, 1].map(|axis| (self.output[axis].max(1) - 1) * self.stride + self.kernel[axis])
    }

    /// Whether some window reaches over an edge.
    pub(crate) fn padded(&self) -> bool {
        let covered = self.covered();
        self.before != [0, 0] || covered[0] > self.input[0] || covered[1] > self.input[1]
    }

    /// Of the window of output number `at` along `axis`: the taps that are on the map, and the input of the first of them.
    pub(crate) fn taps(&self, axis: usize, at: usize) -> (std::ops::Range<usize>, usize) {
        let start = at * self.stride;
        let first = self.before[axis].saturating_sub(start).min(self.kernel[axis]);
        let last = (self.input[axis] + self.before[axis]).saturating_sub(start).clamp(first, self.kernel[axis]);
        (first..last, (start + first).saturating_sub(self.before[axis]).min(self.input[axis]))
    }

    /// Copies row `y` of what the windows cover, zeros beyond the map's edges, into `row`.
    pub(crate) fn padded_row(&self, map: &[f32], channels: usize, y: usize, row: &mut [f32]) {
        let Some(y) = y.checked_sub(self.before[0]).filter(|y| *y < self.input[0]) else { return row.fill(0.0) };
        let width = self.input[1] * channels;
        let left = (self.before[1] * channels).min(row.len());
        let middle = width.min(row.len() - left);
        row[..left].fill(0.0);
        row[left..left + middle].copy_from_slice(&map[y * width..][..middle]);
        row[left + middle..].fill(0.0);
    }
}
