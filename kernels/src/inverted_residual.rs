//! Three convolutions in one pass: what lies between them is wide, and never leaves the cache.

use crate::clamp::Clamp;
use crate::dense::Dense;
use crate::depthwise::Depthwise;
use crate::ring::Ring;
use crate::window::Window;

/// A 1 × 1 convolution to more channels, a depthwise one, and a 1 × 1 one to fewer, each with its activation (Sandler et al.
/// 2018, arXiv:1801.04381). It goes row by row: the wide maps between them exist a few rows at a time.
#[derive(Clone, Debug)]
pub struct InvertedResidual {
    /// The first, where there is one.
    pub expand: Option<(Dense, Clamp)>,
    /// The second.
    pub depthwise: (Depthwise, Clamp),
    /// The third.
    pub project: (Dense, Clamp),
}

impl InvertedResidual {
    /// The three in turn into `output`, `residual` added before the last activation. `window` is the depthwise one's.
    ///
    /// # Panics
    /// If a length does not fit the window.
    pub fn run(
        &self,
        window: &Window,
        input: &[f32],
        residual: Option<&[f32]>,
        output: &mut [f32],
        scratch: &mut [Vec<f32>; 2],
    ) {
        let [ring, middle] = scratch;
        let (depthwise, clamp) = &self.depthwise;
        let [from, to] = [input.len() / window.input[0], output.len() / window.output[0]];
        let mut ring = Ring::new(window, depthwise.channels(), ring);
        middle.resize(window.output[1] * depthwise.channels(), 0.0);
        for (y, output) in output.chunks_exact_mut(to).enumerate() {
            ring.advance(y, |y, row| self.expand(&input[y * from..][..from], window.input[1], row));
            depthwise.row(window.stride, &ring.rows(y), *clamp, middle);
            let (project, clamp) = &self.project;
            let residual = residual.map(|residual| &residual[y * to..][..to]);
            project.run(&row(window.output[1]), middle, residual, *clamp, output, &mut Vec::new());
        }
    }

    fn expand(&self, input: &[f32], width: usize, output: &mut [f32]) {
        match &self.expand {
            Some((expand, clamp)) => expand.run(&row(width), input, None, *clamp, output, &mut Vec::new()),
            None => output.copy_from_slice(input),
        }
    }
}

/// The windows of a 1 × 1 convolution over one row.
fn row(width: usize) -> Window {
    Window::same([1, width], [1, 1], 1)
}
