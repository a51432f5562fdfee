//! ResNet as a table of stages (He et al. 2015, arXiv:1512.03385), with torchvision's names. As there, a bottleneck has
//! its stride on the 3×3 convolution ("v1.5").

use crate::network::{Activation, ConvSpec, NamedSpec, PoolSpec, ResidualSpec, Spec};

/// What differs between the ResNets.
#[derive(Clone, Copy, Debug)]
pub struct Depth {
    /// Blocks in each of the four stages.
    repeats: [usize; 4],
    /// Two 3×3 convolutions a block, or 1×1, 3×3 and 1×1 to four times the width.
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Basic,
    Bottleneck,
}

pub const RESNET18: Depth = Depth { repeats: [2, 2, 2, 2], kind: Kind::Basic };
pub const RESNET34: Depth = Depth { repeats: [3, 4, 6, 3], kind: Kind::Basic };
pub const RESNET50: Depth = Depth { repeats: [3, 4, 6, 3], kind: Kind::Bottleneck };
pub const RESNET101: Depth = Depth { repeats: [3, 4, 23, 3], kind: Kind::Bottleneck };
pub const RESNET152: Depth = Depth { repeats: [3, 8, 36, 3], kind: Kind::Bottleneck };

const WIDTHS: [usize; 4] = [64, 128, 256, 512];

/// ε of the batch norms (PyTorch's default).
const EPSILON: f32 = 1e-5;

/// The network of this depth.
pub fn blocks(depth: Depth) -> Vec<NamedSpec> {
    let pool = Spec::MaxPool(PoolSpec { kernel: 3, stride: 2, padding: 1 });
    let mut blocks = vec![NamedSpec::new("stem", Spec::Chain(vec![Spec::Conv(stem()), pool]))];
    let mut channels = WIDTHS[0];
    for (stage, (&repeats, width)) in depth.repeats.iter().zip(WIDTHS).enumerate() {
        for repeat in 0..repeats {
            let stride = if stage > 0 && repeat == 0 { 2 } else { 1 };
            let name = format!("layer{}.{repeat}", stage + 1);
            let block = depth.kind.block(&name, channels, width, stride);
            blocks.push(NamedSpec::new(format!("block {}", blocks.len()), block));
            channels = width * depth.kind.expansion();
        }
    }
    blocks
}

fn stem() -> ConvSpec {
    ConvSpec::new("conv1", [3, WIDTHS[0]], 7).norm("bn1", EPSILON).stride(2)
}

impl Kind {
    /// Channels of a block's output, in multiples of its width.
    fn expansion(self) -> usize {
        match self {
            Self::Basic => 1,
            Self::Bottleneck => 4,
        }
    }

    fn block(self, name: &str, inputs: usize, width: usize, stride: usize) -> Spec {
        let outputs = width * self.expansion();
        let conv = |part: usize, channels, kernel| {
            ConvSpec::new(format!("{name}.conv{part}"), channels, kernel).norm(format!("{name}.bn{part}"), EPSILON)
        };
        let body = match self {
            Self::Basic => vec![
                conv(1, [inputs, width], 3).stride(stride),
                conv(2, [width, outputs], 3).activation(Activation::Linear),
            ],
            Self::Bottleneck => vec![
                conv(1, [inputs, width], 1),
                conv(2, [width; 2], 3).stride(stride),
                conv(3, [width, outputs], 1).activation(Activation::Linear),
            ],
        };
        let body = body.into_iter().map(Spec::Conv).collect();
        let shortcut = (stride != 1 || inputs != outputs).then(|| downsample(name, [inputs, outputs], stride));
        Spec::Residual(ResidualSpec { body, shortcut, activation: Activation::Relu })
    }
}

fn downsample(name: &str, channels: [usize; 2], stride: usize) -> ConvSpec {
    let conv = ConvSpec::new(format!("{name}.downsample.0"), channels, 1).stride(stride);
    conv.norm(format!("{name}.downsample.1"), EPSILON).activation(Activation::Linear)
}
