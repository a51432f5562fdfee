//! Inception v3 as tables (Szegedy et al. 2015, arXiv:1512.00567), with torchvision's names, without the auxiliary head.

use crate::network::{ConvSpec, NamedSpec, Padding, PoolSpec, Spec};

/// ε of the batch norms.
const EPSILON: f32 = 1e-3;

/// The whole network; pools belong to the block before them.
pub fn blocks() -> Vec<NamedSpec> {
    let conv = |name: &str, channels, kernel| Spec::Conv(conv(name, channels, [kernel; 2]));
    let valid = |name: &str, channels, stride| Spec::Conv(reducing(name, channels, stride));
    let pooled = |spec| Spec::Chain(vec![spec, Spec::MaxPool(REDUCING_POOL)]);
    let blocks = [
        ("Conv2d_1a_3x3", valid("Conv2d_1a_3x3", [3, 32], 2)),
        ("Conv2d_2a_3x3", valid("Conv2d_2a_3x3", [32, 32], 1)),
        ("Conv2d_2b_3x3", pooled(conv("Conv2d_2b_3x3", [32, 64], 3))),
        ("Conv2d_3b_1x1", conv("Conv2d_3b_1x1", [64, 80], 1)),
        ("Conv2d_4a_3x3", pooled(valid("Conv2d_4a_3x3", [80, 192], 1))),
        ("Mixed_5b", mixed_5("Mixed_5b", 192, 32)),
        ("Mixed_5c", mixed_5("Mixed_5c", 256, 64)),
        ("Mixed_5d", mixed_5("Mixed_5d", 288, 64)),
        ("Mixed_6a", mixed_6a()),
        ("Mixed_6b", mixed_6("Mixed_6b", 128)),
        ("Mixed_6c", mixed_6("Mixed_6c", 160)),
        ("Mixed_6d", mixed_6("Mixed_6d", 160)),
        ("Mixed_6e", mixed_6("Mixed_6e", 192)),
        ("Mixed_7a", mixed_7a()),
        ("Mixed_7b", mixed_7("Mixed_7b", 1280)),
        ("Mixed_7c", mixed_7("Mixed_7c", 2048)),
    ];
    blocks.into_iter().map(|(name, spec)| NamedSpec::new(name, spec)).collect()
}

/// torchvision's InceptionA.
fn mixed_5(name: &str, inputs: usize, pool: usize) -> Spec {
    let row = |part, channels, kernel| row(name, part, channels, [kernel; 2]);
    Spec::Branches(vec![
        vec![row("branch1x1", [inputs, 64], 1)],
        vec![row("branch5x5_1", [inputs, 48], 1), row("branch5x5_2", [48, 64], 5)],
        vec![
            row("branch3x3dbl_1", [inputs, 64], 1),
            row("branch3x3dbl_2", [64, 96], 3),
            row("branch3x3dbl_3", [96, 96], 3),
        ],
        vec![Spec::AvgPool(POOL), row("branch_pool", [inputs, pool], 1)],
    ])
}

/// torchvision's InceptionB: halves the map.
fn mixed_6a() -> Spec {
    let row = |part, channels, kernel| row("Mixed_6a", part, channels, [kernel; 2]);
    let halve = |part: &str, channels| Spec::Conv(reducing(&format!("Mixed_6a.{part}"), channels, 2));
    Spec::Branches(vec![
        vec![halve("branch3x3", [288, 384])],
        vec![
            row("branch3x3dbl_1", [288, 64], 1),
            row("branch3x3dbl_2", [64, 96], 3),
            halve("branch3x3dbl_3", [96, 96]),
        ],
        vec![Spec::MaxPool(REDUCING_POOL)],
    ])
}

/// torchvision's InceptionC: 7×7 as 1×7 and 7×1.
fn mixed_6(name: &str, inside: usize) -> Spec {
    let row = |part, channels, kernel| row(name, part, channels, kernel);
    Spec::Branches(vec![
        vec![row("branch1x1", [768, 192], [1, 1])],
        vec![
            row("branch7x7_1", [768, inside], [1, 1]),
            row("branch7x7_2", [inside, inside], [1, 7]),
            row("branch7x7_3", [inside, 192], [7, 1]),
        ],
        vec![
            row("branch7x7dbl_1", [768, inside], [1, 1]),
            row("branch7x7dbl_2", [inside, inside], [7, 1]),
            row("branch7x7dbl_3", [inside, inside], [1, 7]),
            row("branch7x7dbl_4", [inside, inside], [7, 1]),
            row("branch7x7dbl_5", [inside, 192], [1, 7]),
        ],
        vec![Spec::AvgPool(POOL), row("branch_pool", [768, 192], [1, 1])],
    ])
}

/// torchvision's InceptionD: halves the map.
fn mixed_7a() -> Spec {
    let row = |part, channels, kernel| row("Mixed_7a", part, channels, kernel);
    let halve = |part: &str, channels| Spec::Conv(reducing(&format!("Mixed_7a.{part}"), channels, 2));
    Spec::Branches(vec![
        vec![row("branch3x3_1", [768, 192], [1, 1]), halve("branch3x3_2", [192, 320])],
        vec![
            row("branch7x7x3_1", [768, 192], [1, 1]),
            row("branch7x7x3_2", [192, 192], [1, 7]),
            row("branch7x7x3_3", [192, 192], [7, 1]),
            halve("branch7x7x3_4", [192, 192]),
        ],
        vec![Spec::MaxPool(REDUCING_POOL)],
    ])
}

/// torchvision's InceptionE: the 3×3 ends fan out into 1×3 and 3×1.
fn mixed_7(name: &str, inputs: usize) -> Spec {
    let row = |part: &str, channels, kernel| row(name, part, channels, kernel);
    let fan = |part: &str| {
        let flat = row(&format!("{part}a"), [384, 384], [1, 3]);
        Spec::Branches(vec![vec![flat], vec![row(&format!("{part}b"), [384, 384], [3, 1])]])
    };
    Spec::Branches(vec![
        vec![row("branch1x1", [inputs, 320], [1, 1])],
        vec![row("branch3x3_1", [inputs, 384], [1, 1]), fan("branch3x3_2")],
        vec![
            row("branch3x3dbl_1", [inputs, 448], [1, 1]),
            row("branch3x3dbl_2", [448, 384], [3, 3]),
            fan("branch3x3dbl_3"),
        ],
        vec![Spec::AvgPool(POOL), row("branch_pool", [inputs, 192], [1, 1])],
    ])
}

/// Preserves the size.
const POOL: PoolSpec = PoolSpec { kernel: 3, stride: 1, padding: 1 };
/// Halves the size.
const REDUCING_POOL: PoolSpec = PoolSpec { kernel: 3, stride: 2, padding: 0 };

/// A convolution within a block.
fn row(block: &str, part: &str, channels: [usize; 2], kernel: [usize; 2]) -> Spec {
    Spec::Conv(conv(&format!("{block}.{part}"), channels, kernel))
}

/// torchvision's `BasicConv2d`, padded so that it preserves the size.
fn conv(name: &str, channels: [usize; 2], kernel: [usize; 2]) -> ConvSpec {
    let square = ConvSpec::new(format!("{name}.conv"), channels, 1).norm(format!("{name}.bn"), EPSILON);
    ConvSpec { kernel, ..square }.padding(Padding::Zeros(kernel.map(|side| side / 2)))
}

/// 3×3 without padding.
fn reducing(name: &str, channels: [usize; 2], stride: usize) -> ConvSpec {
    conv(name, channels, [3, 3]).padding(Padding::VALID).stride(stride)
}
