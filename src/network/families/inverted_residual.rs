//! The building blocks of EfficientNet-Lite and MobileNetV2: stages of inverted residual blocks with linear bottlenecks
//! (Sandler et al. 2018, arXiv:1801.04381).

use crate::network::{Activation, ConvSpec, NamedSpec, ResidualSpec, Spec};

/// One row of a table: `repeats` blocks, of which the first has the stride and changes the width.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    pub repeats: usize,
    /// Side of the depthwise kernel.
    pub kernel: usize,
    /// Stride of the first block.
    pub stride: usize,
    /// Width of the inside of a block, in multiples of its input's.
    pub expand: usize,
    /// Channels of the output.
    pub channels: usize,
}

pub const fn stage(repeats: usize, kernel: usize, stride: usize, expand: usize, channels: usize) -> Stage {
    Stage { repeats, kernel, stride, expand, channels }
}

/// One block.
#[derive(Clone, Copy, Debug)]
pub struct InvertedResidual {
    /// Channels in and out.
    pub channels: [usize; 2],
    kernel: usize,
    stride: usize,
    expand: usize,
    /// Its stage and its place in there, from 0.
    place: [usize; 2],
}

/// The convolutions of a block, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 1×1, to `expand` times the width; not there if that is 1.
    Expand,
    Depthwise,
    /// 1×1, to the output's width, without activation.
    Project,
}

/// The blocks of all `stages`, the first of which takes `inputs` channels.
pub fn unrolled(stages: &[Stage], inputs: usize) -> Vec<InvertedResidual> {
    let mut blocks = Vec::new();
    let mut channels = inputs;
    for (index, &Stage { repeats, kernel, stride, expand, channels: outputs }) in stages.iter().enumerate() {
        for repeat in 0..repeats {
            let stride = if repeat == 0 { stride } else { 1 };
            let channels = [std::mem::replace(&mut channels, outputs), outputs];
            blocks.push(InvertedResidual { channels, kernel, stride, expand, place: [index, repeat] });
        }
    }
    blocks
}

impl InvertedResidual {
    /// Whether the block begins with [`Part::Expand`].
    pub fn expands(&self) -> bool {
        self.expand > 1
    }

    /// What timm calls a part; without expansion it counts and names the others from the front.
    fn alias(&self, part: Part) -> [String; 2] {
        let [stage, repeat] = self.place;
        let [conv, norm] = match (part, self.expands()) {
            (Part::Expand, _) => ["conv_pw", "bn1"],
            (Part::Depthwise, true) => ["conv_dw", "bn2"],
            (Part::Project, true) => ["conv_pwl", "bn3"],
            (Part::Depthwise, false) => ["conv_dw", "bn1"],
            (Part::Project, false) => ["conv_pw", "bn2"],
        };
        [conv, norm].map(|layer| format!("blocks.{stage}.{repeat}.{layer}"))
    }

    /// The block, its input added where shapes allow. `conv` makes a convolution with the network's names and batch norm.
    pub fn spec(&self, conv: impl Fn(Part, [usize; 2], usize) -> ConvSpec) -> Spec {
        let [inputs, outputs] = self.channels;
        let inside = inputs * self.expand;
        let conv = |part, channels, kernel| {
            let [name, norm] = self.alias(part);
            conv(part, channels, kernel).alias(name, norm)
        };
        let expand = self.expands().then(|| conv(Part::Expand, [inputs, inside], 1));
        let depthwise = conv(Part::Depthwise, [inside; 2], self.kernel).depthwise().stride(self.stride);
        let project = conv(Part::Project, [inside, outputs], 1).activation(Activation::Linear);
        let body: Vec<Spec> = expand.into_iter().chain([depthwise, project]).map(Spec::Conv).collect();
        if self.stride == 1 && inputs == outputs {
            Spec::Residual(ResidualSpec { body, shortcut: None, activation: Activation::Linear })
        } else {
            Spec::Chain(body)
        }
    }
}

/// The convolution before the blocks, with timm's names too.
pub fn stem(conv: ConvSpec) -> NamedSpec {
    NamedSpec::new("stem", Spec::Conv(conv.stride(2).alias("conv_stem", "bn1")))
}

/// The 1×1 convolution after the blocks, with timm's names too.
pub fn head(conv: ConvSpec) -> NamedSpec {
    NamedSpec::new("head", Spec::Conv(conv.alias("conv_head", "bn2")))
}

/// `channels` × `width`, rounded to a multiple of 8 that is not more than a tenth below it (torchvision's
/// `_make_divisible`, TensorFlow's `round_filters`).
pub fn make_divisible(channels: usize, width: f64) -> usize {
    let exact = channels as f64 * width;
    let nearest = ((exact + 4.0) as usize / 8 * 8).max(8);
    if (nearest as f64) < 0.9 * exact { nearest + 8 } else { nearest }
}
