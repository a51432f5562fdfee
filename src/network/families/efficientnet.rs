//! EfficientNet-Lite as a table of stages (Tan & Le 2019, arXiv:1905.11946; the Lite variants: TensorFlow's
//! `tpu/models/official/efficientnet/lite`): no squeeze-and-excitation, ReLU6 throughout, stem and head not scaled.
//! Tensors have the names of the Python package `efficientnet_lite_pytorch`, or those of Pupil's own file (`assets/README.md`).

use super::inverted_residual::{InvertedResidual, Part, Stage, head, make_divisible, stage, stem, unrolled};
use crate::network::{Activation, ConvSpec, NamedSpec, Padding, Spec};

/// The stages of Lite0; the others scale them.
#[rustfmt::skip]
const LITE0: [Stage; 7] = [
    //    repeats kernel stride expand channels
    stage(1,      3,     1,     1,     16),
    stage(2,      3,     2,     6,     24),
    stage(2,      5,     2,     6,     40),
    stage(3,      3,     2,     6,     80),
    stage(3,      5,     1,     6,     112),
    stage(4,      5,     2,     6,     192),
    stage(1,      3,     1,     6,     320),
];

const STEM_CHANNELS: usize = 32;
const HEAD_CHANNELS: usize = 1280;

/// ε of the batch norms (`batch_norm_epsilon`).
const EPSILON: f32 = 1e-3;

/// The network with `width` times the channels and `depth` times the repeats of Lite0.
pub fn blocks(width: f64, depth: f64) -> Vec<NamedSpec> {
    let rows = unrolled(&scaled(width, depth), STEM_CHANNELS);
    let [_, trunk] = rows[rows.len() - 1].channels;
    let stem = stem(conv("_conv_stem", "_bn0", [3, STEM_CHANNELS], 3).alias("stem.conv", "stem.norm"));
    let head = head(conv("_conv_head", "_bn1", [trunk, HEAD_CHANNELS], 1).alias("head.conv", "head.norm"));
    let inner = rows.iter().enumerate().map(|(i, row)| NamedSpec::new(format!("block {}", i + 1), block(i, row)));
    [stem].into_iter().chain(inner).chain([head]).collect()
}

/// The repeats of the first and the last stage stay as they are.
fn scaled(width: f64, depth: f64) -> [Stage; 7] {
    let mut stages = LITE0;
    stages.iter_mut().for_each(|stage| stage.channels = make_divisible(stage.channels, width));
    stages[1..6].iter_mut().for_each(|stage| stage.repeats = (stage.repeats as f64 * depth).ceil() as usize);
    stages
}

fn block(index: usize, row: &InvertedResidual) -> Spec {
    row.spec(|part, channels, kernel| {
        let (name, norm, own) = match part {
            Part::Expand => ("_expand_conv", "_bn0", "expand"),
            Part::Depthwise => ("_depthwise_conv", "_bn1", "depthwise"),
            Part::Project => ("_project_conv", "_bn2", "project"),
        };
        let conv = conv(&format!("_blocks.{index}.{name}"), &format!("_blocks.{index}.{norm}"), channels, kernel);
        conv.alias(format!("blocks.{index}.{own}.conv"), format!("blocks.{index}.{own}.norm"))
    })
}

fn conv(name: &str, norm: &str, channels: [usize; 2], kernel: usize) -> ConvSpec {
    let conv = ConvSpec::new(name, channels, kernel).norm(norm, EPSILON);
    conv.padding(Padding::Same).activation(Activation::Relu6)
}
