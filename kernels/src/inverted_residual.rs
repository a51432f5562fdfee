//! Three convolutions in one pass: the wide maps between them stay in the cache.

use crate::clamp::Clamp;
use crate::dense::Dense;
use crate::depthwise::Depthwise;
use crate::ring::Ring;
use crate::window::Window;

/// The largest wide map, in numbers, that stays in a processor's second cache (256 KB).
const CACHED: usize = 1 << 16;

/// A 1 × 1 convolution to more channels, a depthwise one, and a 1 × 1 one to fewer, each with its activation (Sandler et al.
/// 2018, arXiv:1801.04381). Where the wide maps between them are
/// large, it goes row by row, so that they exist a few rows at a time.
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
    /// The three in turn into `output`, `residual` added before the last activation. `window` is the depthwise one's. `scratch`
    /// is for the maps between them.
    ///
    /// # Panics
    /// If a length does not fit the window.
    pub fn run(
        &self,
        window: &Window,
        input: &[f32],
        residual: Option<&[f32]>,
        output: &mut [f32],
        scratch: &mut [Vec<f32>; 3],
    ) {
        if window.inputs() * self.depthwise.0.channels() > CACHED {
            self.row_by_row(window, input, residual, output, scratch);
        } else {
            self.one_by_one(window, input, residual, output, scratch);
        }
    }

    fn row_by_row(
        &self,
        window: &Window,
        input: &[f32],
        residual: Option<&[f32]>,
        output: &mut [f32],
        [ring, middle, _]: &mut [Vec<f32>; 3],
    ) {
        let (depthwise, clamp) = &self.depthwise;
        let [from, to] = [input.len() / window.input[0], output.len() / window.output[0]];
        let mut ring = Ring::new(window, depthwise.channels(), ring);
        middle.resize(window.output[1] * depthwise.channels(), 0.0);
        for (y, output) in output.chunks_exact_mut(to).enumerate() {
            ring.advance(y, |y, row| self.expand([1, window.input[1]], &input[y * from..][..from], row));
            depthwise.row(window.stride, &ring.rows(y), *clamp, middle);
            self.project([1, window.output[1]], middle, residual.map(|residual| &residual[y * to..][..to]), output);
        }
    }

    fn one_by_one(
        &self,
        window: &Window,
        input: &[f32],
        residual: Option<&[f32]>,
        output: &mut [f32],
        [wide, middle, ring]: &mut [Vec<f32>; 3],
    ) {
        let (depthwise, clamp) = &self.depthwise;
        wide.resize(window.inputs() * depthwise.channels(), 0.0);
        middle.resize(window.outputs() * depthwise.channels(), 0.0);
        self.expand(window.input, input, wide);
        depthwise.run(window, wide, *clamp, middle, ring);
        self.project(window.output, middle, residual, output);
    }

    fn expand(&self, map: [usize; 2], input: &[f32], output: &mut [f32]) {
        match &self.expand {
            Some((expand, clamp)) => expand.run(&pixels(map), input, None, *clamp, output, &mut Vec::new()),
            None => output.copy_from_slice(input),
        }
    }

    fn project(&self, map: [usize; 2], input: &[f32], residual: Option<&[f32]>, output: &mut [f32]) {
        let (project, clamp) = &self.project;
        project.run(&pixels(map), input, residual, *clamp, output, &mut Vec::new());
    }
}

/// The windows of a 1 × 1 convolution.
fn pixels(map: [usize; 2]) -> Window {
    Window::same(map, [1, 1], 1)
}
