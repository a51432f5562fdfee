//! A graph computed by plain loops, for tests.

use pupil::eval::softmax;
use pupil::graph::{Conv, Dense, Graph, Input, Layer, Op, Pooling, Sample};
use pupil::network::{Activation, PoolSpec};
use pupil::picture::Pixels;

/// Channels, height and width, and the numbers, `[channels, height, width]`.
struct Map {
    shape: [usize; 3],
    values: Vec<f32>,
}

/// The probability of each label for a square of the network's size.
pub fn probabilities(graph: &Graph, square: &Pixels) -> Vec<f64> {
    let side = graph.input.size as usize;
    let mut maps = vec![Map { shape: [3, side, side], values: normalised(&graph.input, square) }];
    for layer in &graph.layers {
        let inputs: Vec<&Map> = layer.inputs.iter().map(|&value| &maps[value]).collect();
        let values = forward(layer, &inputs).into_iter().map(|x| activated(x, layer.activation())).collect();
        maps.push(Map { shape: layer.shape, values });
    }
    let mut vector = pooled(graph.pooling, &maps[maps.len() - 1]);
    if let Some(min) = graph.head.root {
        vector.iter_mut().for_each(|x| *x = x.max(min).sqrt());
    }
    let mut hidden = dense(&graph.head.hidden, &vector);
    if !graph.head.linear {
        hidden.iter_mut().for_each(|x| *x = x.max(0.0));
    }
    softmax(&dense(&graph.head.output, &hidden), 1.0)
}

fn normalised(input: &Input, square: &Pixels) -> Vec<f32> {
    let rgb = square.rgb();
    let mut values: Vec<f32> =
        (0..3).flat_map(|c| rgb.iter().skip(c).step_by(3)).map(|&level| f32::from(level) * input.rescale).collect();
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    if input.sample != Sample::AsIs {
        let own = mean(&values);
        values.iter_mut().for_each(|x| *x -= own);
    }
    if input.sample == Sample::Standardized {
        let deviation = mean(&values.iter().map(|x| x * x).collect::<Vec<_>>()).sqrt() + 1e-6;
        values.iter_mut().for_each(|x| *x /= deviation);
    }
    let plane = values.len() / 3;
    values.iter().enumerate().map(|(i, x)| (x - input.mean[i / plane]) / input.std[i / plane]).collect()
}

fn forward(layer: &Layer, inputs: &[&Map]) -> Vec<f32> {
    match &layer.op {
        Op::Conv(conv) => convolved(conv, inputs[0], layer.shape),
        Op::MaxPool(pool) => windows(*pool, inputs[0], layer.shape, f32::NEG_INFINITY, f32::max, 1.0),
        Op::AvgPool(pool) => {
            windows(*pool, inputs[0], layer.shape, 0.0, |sum, x| sum + x, (pool.kernel * pool.kernel) as f32)
        }
        Op::Add(_) => inputs[0].values.iter().zip(&inputs[1].values).map(|(a, b)| a + b).collect(),
        Op::Concat => inputs.iter().flat_map(|map| map.values.iter().copied()).collect(),
    }
}

fn activated(x: f32, activation: Activation) -> f32 {
    match activation {
        Activation::Linear => x,
        Activation::Relu => x.max(0.0),
        Activation::Relu6 => x.clamp(0.0, 6.0),
    }
}

fn convolved(conv: &Conv, input: &Map, [_, height, width]: [usize; 3]) -> Vec<f32> {
    let kernel = conv.kernel.folded();
    let [outputs, per_group, rows, columns] = conv.spec.shape();
    let mut values = Vec::new();
    for output in 0..outputs {
        let mut plane = vec![kernel.bias[output]; height * width];
        let first = output / (outputs / conv.spec.groups) * per_group;
        for channel in 0..per_group {
            for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                let weight = kernel.weight[((output * per_group + channel) * rows + row) * columns + column];
                let taps = taps(input, first + channel, [height, width], conv.spec.stride, [row, column], conv.pads);
                taps.for_each(|(at, x)| plane[at] += weight * x);
            }
        }
        values.extend(plane);
    }
    values
}

/// The number under one place of a window, for each output that has one there.
fn taps(
    input: &Map,
    channel: usize,
    [height, width]: [usize; 2],
    stride: usize,
    [row, column]: [usize; 2],
    [top, left, ..]: [usize; 4],
) -> impl Iterator<Item = (usize, f32)> {
    let [_, in_height, in_width] = input.shape;
    let plane = &input.values[channel * in_height * in_width..][..in_height * in_width];
    (0..height).flat_map(move |y| {
        let line = (y * stride + row).checked_sub(top).filter(|&line| line < in_height);
        line.into_iter().flat_map(move |line| {
            (0..width).filter_map(move |x| {
                let place = (x * stride + column).checked_sub(left).filter(|&place| place < in_width)?;
                Some((y * width + x, plane[line * in_width + place]))
            })
        })
    })
}

fn windows(
    pool: PoolSpec,
    input: &Map,
    [channels, height, width]: [usize; 3],
    start: f32,
    join: impl Fn(f32, f32) -> f32,
    divisor: f32,
) -> Vec<f32> {
    let mut values = vec![start; channels * height * width];
    for channel in 0..channels {
        let plane = &mut values[channel * height * width..][..height * width];
        for (row, column) in (0..pool.kernel).flat_map(|row| (0..pool.kernel).map(move |column| (row, column))) {
            let taps = taps(input, channel, [height, width], pool.stride, [row, column], [pool.padding; 4]);
            taps.for_each(|(at, x)| plane[at] = join(plane[at], x));
        }
    }
    values.into_iter().map(|x| x / divisor).collect()
}

fn pooled(pooling: Pooling, map: &Map) -> Vec<f32> {
    let [channels, height, width] = map.shape;
    let plane = height * width;
    match pooling {
        Pooling::Mean => map.values.chunks_exact(plane).map(|each| each.iter().sum::<f32>() / plane as f32).collect(),
        Pooling::Flatten => {
            (0..plane).flat_map(|at| (0..channels).map(move |channel| map.values[channel * plane + at])).collect()
        }
    }
}

fn dense(layer: &Dense, input: &[f32]) -> Vec<f32> {
    let rows = layer.weight.chunks_exact(layer.shape[1]).zip(&layer.bias);
    rows.map(|(row, bias)| row.iter().zip(input).map(|(w, x)| w * x).sum::<f32>() + bias).collect()
}
