//! 3 × 3 convolutions with 16 multiplications for four outputs instead of 36 (Lavin & Gray 2015, arXiv:1509.09308, F(2×2, 3×3)).
//!
//! A tile of 4 × 4 inputs and a kernel are transformed, multiplied number by number, and transformed back to 2 × 2 outputs. The
//! multiplications of many tiles and channels are 16 products of matrices, which [`Dense`] computes.

use std::array;

use crate::clamp::Clamp;
use crate::dense::Dense;
use crate::lanes::{LANES, Lanes};
use crate::window::Window;

/// Outputs of a tile along an axis.
const OUTPUTS: usize = 2;
/// Inputs of a tile along an axis.
const INPUTS: usize = 4;
/// Numbers of a transformed tile.
const POINTS: usize = INPUTS * INPUTS;
/// Something for each number of a transformed tile, row by row.
type Square<T> = [T; POINTS];
/// Numbers of the transformed tiles that are multiplied together (256 KB), and how many tiles are the fewest worth reading all
/// weights for.
const BLOCK: usize = 1 << 16;
/// See [`BLOCK`].
const MIN_TILES: usize = 24;

/// A 3 × 3 convolution's numbers, transformed and packed. They take 16/9 of the memory.
#[derive(Clone, Debug)]
pub struct Winograd {
    /// For each point the matrix from inputs to outputs.
    points: [Dense; POINTS],
    bias: Vec<f32>,
}

impl Winograd {
    /// Transforms and packs `weight`, row-major `[out, in, 3, 3]`, and `bias`, `[out]`.
    ///
    /// # Panics
    /// If the lengths do not fit, or channels are no multiple of four.
    pub fn pack(weight: &[f32], bias: &[f32], inputs: usize) -> Self {
        assert!(inputs.is_multiple_of(LANES) && bias.len().is_multiple_of(LANES), "channels by fours");
        let kernels = weight.as_chunks::<9>().0;
        assert_eq!(weight.len(), 9 * inputs * bias.len(), "nine weights for each output and input");
        let transformed: Vec<[f32; POINTS]> = kernels.iter().map(transform_kernel).collect();
        let zeros = vec![0.0; bias.len()];
        let point = |point| {
            let matrix: Vec<f32> = transformed.iter().map(|kernel| kernel[point]).collect();
            Dense::pack(&matrix, &zeros, inputs, [1, 1])
        };
        Self { points: array::from_fn(point), bias: bias.to_vec() }
    }

    /// Weight and bias as [`Winograd::pack`] took them, but for rounding.
    pub fn unpack(&self) -> (Vec<f32>, Vec<f32>) {
        let points: [Vec<f32>; POINTS] = array::from_fn(|point| self.points[point].unpack().0);
        let kernel = |at: usize| restore_kernel(&array::from_fn(|point| points[point][at]));
        ((0..points[0].len()).flat_map(kernel).collect(), self.bias.clone())
    }

    /// Channels that come out.
    pub fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// `clamp(convolution(input) + residual)` into `output`. `scratch` is for transformed tiles.
    ///
    /// # Panics
    /// If a length does not fit the window, or the window is not 3 × 3 with stride 1.
    pub fn run(
        &self,
        window: &Window,
        input: &[f32],
        residual: Option<&[f32]>,
        clamp: Clamp,
        output: &mut [f32],
        [from, to, zeros]: &mut [Vec<f32>; 3],
    ) {
        let (inputs, outputs) = (self.points[0].inputs(), self.outputs());
        assert!(window.kernel == [3, 3] && window.stride == 1, "a 3 × 3 window with stride 1");
        assert_eq!(input.len(), window.inputs() * inputs, "an input for each pixel and channel");
        assert_eq!(output.len(), window.outputs() * outputs, "an output for each window and channel");
        assert!(residual.is_none_or(|residual| residual.len() == output.len()), "a residual for each output");
        zeros.clear();
        zeros.resize(inputs.max(outputs), 0.0);
        let [rows, columns] = window.output.map(|side| side.div_ceil(OUTPUTS));
        let block = (BLOCK / (POINTS * (inputs + outputs))).max(MIN_TILES);
        for first in (0..rows * columns).step_by(block) {
            let count = block.min(rows * columns - first);
            let places = (first..first + count).map(|at| [at / columns, at % columns].map(|at| at * OUTPUTS));
            from.resize(POINTS * count * inputs, 0.0);
            to.resize(POINTS * count * outputs, 0.0);
            for (tile, place) in places.clone().enumerate() {
                let mut points = from.chunks_exact_mut(count * inputs);
                let points = array::from_fn(|_| {
                    let point = points.next().expect("a chunk for each point");
                    lanes_mut(&mut point[tile * inputs..][..inputs])
                });
                transform_input(&pixels(window, input, place, zeros, inputs), points);
            }
            self.multiply(from, to, count);
            for (tile, place) in places.enumerate() {
                let points = array::from_fn(|point| lanes(&to[(point * count + tile) * outputs..][..outputs]));
                self.finish(window, place, &points, residual.unwrap_or_default(), clamp, output);
            }
        }
    }

    /// The product of each point: `[points, tiles, inputs]` → `[points, tiles, outputs]`.
    fn multiply(&self, from: &[f32], to: &mut [f32], tiles: usize) {
        let row = Window::same([1, tiles], [1, 1], 1);
        let inputs = from.chunks_exact(tiles * self.points[0].inputs());
        for ((point, from), to) in self.points.iter().zip(inputs).zip(to.chunks_exact_mut(tiles * self.outputs())) {
            point.run(&row, from, None, Clamp::NONE, to, &mut Vec::new());
        }
    }

    /// Transforms a tile of products back and writes the outputs that are on the map. An empty residual is none.
    fn finish(
        &self,
        window: &Window,
        [top, left]: [usize; 2],
        points: &Square<&[[f32; LANES]]>,
        residual: &[f32],
        clamp: Clamp,
        output: &mut [f32],
    ) {
        let channels = self.outputs();
        let (min, max) = (Lanes::splat(clamp.min), Lanes::splat(clamp.max));
        let place = |y: usize, x: usize| {
            let there = top + y < window.output[0] && left + x < window.output[1];
            there.then_some(((top + y) * window.output[1] + left + x) * channels)
        };
        let places = [place(0, 0), place(0, 1), place(1, 0), place(1, 1)];
        for (i, bias) in lanes(&self.bias).iter().enumerate() {
            let sums = transform_output(&points.map(|point| Lanes::from(&point[i])));
            for (sum, place) in sums.into_iter().zip(places) {
                let Some(place) = place else { continue };
                let mut sum = sum.plus(Lanes::from(bias));
                if !residual.is_empty() {
                    sum = sum.plus(Lanes::from(&lanes(&residual[place..][..channels])[i]));
                }
                sum.max(min).min(max).write(&mut lanes_mut(&mut output[place..][..channels])[i]);
            }
        }
    }
}

/// `G g Gᵀ`.
fn transform_kernel(kernel: &[f32; 9]) -> [f32; POINTS] {
    let row = |g: [f32; 3]| [g[0], 0.5 * (g[0] + g[1] + g[2]), 0.5 * (g[0] - g[1] + g[2]), g[2]];
    let columns: [[f32; 4]; 3] = array::from_fn(|x| row(array::from_fn(|y| kernel[y * 3 + x])));
    let rows: [[f32; 4]; 4] = array::from_fn(|y| row(array::from_fn(|x| columns[x][y])));
    array::from_fn(|point| rows[point / INPUTS][point % INPUTS])
}

/// The `g` of [`transform_kernel`].
fn restore_kernel(points: &[f32; POINTS]) -> [f32; 9] {
    let row = |u: [f32; 4]| [u[0], u[1] - u[2], u[3]];
    let rows: [[f32; 3]; 4] = array::from_fn(|y| row(array::from_fn(|x| points[y * INPUTS + x])));
    let columns: [[f32; 3]; 3] = array::from_fn(|x| row(array::from_fn(|y| rows[y][x])));
    array::from_fn(|tap| columns[tap % 3][tap / 3])
}

/// The 4 × 4 pixels under the outputs at `place`; `zeros` beyond the map.
fn pixels<'m>(
    window: &Window,
    input: &'m [f32],
    [top, left]: [usize; 2],
    zeros: &'m [f32],
    channels: usize,
) -> Square<&'m [[f32; LANES]]> {
    let on_map = |axis: usize, at: usize| at.checked_sub(window.before[axis]).filter(|at| *at < window.input[axis]);
    array::from_fn(|point| match (on_map(0, top + point / INPUTS), on_map(1, left + point % INPUTS)) {
        (Some(y), Some(x)) => lanes(&input[(y * window.input[1] + x) * channels..][..channels]),
        _ => lanes(&zeros[..channels]),
    })
}

/// `Bᵀ d B`.
fn transform_input(pixels: &Square<&[[f32; LANES]]>, points: Square<&mut [[f32; LANES]]>) {
    let line = |d: [Lanes; INPUTS]| [d[0].minus(d[2]), d[1].plus(d[2]), d[2].minus(d[1]), d[1].minus(d[3])];
    for i in 0..pixels[0].len() {
        let columns: [_; INPUTS] =
            array::from_fn(|x| line(array::from_fn(|y| Lanes::from(&pixels[y * INPUTS + x][i]))));
        for y in 0..INPUTS {
            for (x, value) in line(array::from_fn(|x| columns[x][y])).into_iter().enumerate() {
                value.write(&mut points[y * INPUTS + x][i]);
            }
        }
    }
}

/// `Aᵀ m A`: the outputs row by row.
fn transform_output(points: &Square<Lanes>) -> [Lanes; OUTPUTS * OUTPUTS] {
    let line = |m: [Lanes; INPUTS]| [m[0].plus(m[1]).plus(m[2]), m[1].minus(m[2]).minus(m[3])];
    let columns: [_; INPUTS] = array::from_fn(|x| line(array::from_fn(|y| points[y * INPUTS + x])));
    let rows: [_; OUTPUTS] = array::from_fn(|y| line(array::from_fn(|x| columns[x][y])));
    array::from_fn(|at| rows[at / OUTPUTS][at % OUTPUTS])
}

/// Channels, four at a time.
fn lanes(channels: &[f32]) -> &[[f32; LANES]] {
    channels.as_chunks().0
}

fn lanes_mut(channels: &mut [f32]) -> &mut [[f32; LANES]] {
    channels.as_chunks_mut().0
}
