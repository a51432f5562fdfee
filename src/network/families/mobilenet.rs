//! MobileNetV2 as a table of stages (Sandler et al. 2018, arXiv:1801.04381), with torchvision's names.

use super::inverted_residual::{InvertedResidual, Part, Stage, head, make_divisible, stage, stem, unrolled};
use crate::network::{Activation, ConvSpec, NamedSpec, Spec};

/// The stages at width 1.
#[rustfmt::skip]
const STAGES: [Stage; 7] = [
    //    repeats kernel stride expand channels
    stage(1,      3,     1,     1,     16),
    stage(2,      3,     2,     6,     24),
    stage(3,      3,     2,     6,     32),
    stage(4,      3,     2,     6,     64),
    stage(3,      3,     1,     6,     96),
    stage(3,      3,     2,     6,     160),
    stage(1,      3,     1,     6,     320),
];

const STEM_CHANNELS: usize = 32;
const HEAD_CHANNELS: usize = 1280;

/// ε of the batch norms (PyTorch's default).
const EPSILON: f32 = 1e-5;

/// The network with so many times the channels; its head never has fewer than at width 1.
pub fn blocks(width: f64) -> Vec<NamedSpec> {
    let inputs = make_divisible(STEM_CHANNELS, width);
    let outputs = make_divisible(HEAD_CHANNELS, width.max(1.0));
    let rows = unrolled(&STAGES.map(|row| Stage { channels: make_divisible(row.channels, width), ..row }), inputs);
    let last = rows.len() + 1;
    let [_, trunk] = rows[rows.len() - 1].channels;
    let stem = stem(conv("features.0", 0, [3, inputs], 3));
    let head = head(conv(&format!("features.{last}"), 0, [trunk, outputs], 1));
    let inner = (1..).zip(&rows).map(|(index, row)| NamedSpec::new(format!("block {index}"), block(index, row)));
    [stem].into_iter().chain(inner).chain([head]).collect()
}

/// torchvision numbers a block's layers, and packs those with an activation into a `Conv2dNormActivation` each.
fn block(index: usize, row: &InvertedResidual) -> Spec {
    let depthwise = usize::from(row.expands());
    row.spec(|part, channels, kernel| match part {
        Part::Expand => conv(&format!("features.{index}.conv.0"), 0, channels, kernel),
        Part::Depthwise => conv(&format!("features.{index}.conv.{depthwise}"), 0, channels, kernel),
        Part::Project => conv(&format!("features.{index}.conv"), depthwise + 1, channels, kernel),
    })
}

/// Layer number `layer` of the list `name`, and the batch norm behind it.
fn conv(name: &str, layer: usize, channels: [usize; 2], kernel: usize) -> ConvSpec {
    let conv = ConvSpec::new(format!("{name}.{layer}"), channels, kernel);
    conv.norm(format!("{name}.{}", layer + 1), EPSILON).activation(Activation::Relu6)
}
