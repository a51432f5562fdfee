//! The CPU's plan against burn's modules.
#![cfg(not(target_family = "wasm"))]

use burn::tensor::{Tensor, TensorData};
use proptest::prelude::*;
use pupil::error::{Error, Result};
use pupil::infer::{Plan, channels_first, channels_last};
use pupil::network::{Activation, Architecture, ConvSpec, Kernel, NamedSpec, Padding, PoolSpec, ResidualSpec, Spec};
use pupil::nn::{Network, cpu};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rounding alone, relative to the largest number.
const TOLERANCE: f32 = 1e-4;

/// Draws blocks of all kinds, one after another.
struct Draw {
    rng: ChaCha8Rng,
    channels: usize,
}

impl Draw {
    fn blocks(seed: u64) -> Vec<NamedSpec> {
        let mut draw = Self { rng: ChaCha8Rng::seed_from_u64(seed), channels: 3 };
        (0..draw.upto(4)).map(|block| NamedSpec::new(format!("block {block}"), draw.link(2))).collect()
    }

    /// 1 … `max`.
    fn upto(&mut self, max: usize) -> usize {
        self.rng.random_range(1..=max)
    }

    /// Channels: few of any number, or enough for every kernel.
    fn width(&mut self) -> usize {
        if self.rng.random_bool(0.4) { self.upto(20) } else { 28 + 4 * self.upto(4) }
    }

    fn link(&mut self, depth: usize) -> Spec {
        match self.rng.random_range(0..if depth == 0 { 3 } else { 7 }) {
            0 => Spec::Conv(self.conv()),
            1 => self.pool(),
            2 | 3 => Spec::Chain(self.body()),
            4 => Spec::Chain((0..self.upto(3)).map(|_| self.link(depth - 1)).collect()),
            5 => self.residual(),
            _ => self.branches(),
        }
    }

    fn conv(&mut self) -> ConvSpec {
        let side = [1, 3, 5][self.rng.random_range(0..3)];
        let kernel = [[side, side], [side, side], [1, 7], [3, 2]][self.rng.random_range(0..4)];
        let depthwise = self.rng.random_bool(0.4);
        let outputs = if depthwise { self.channels } else { self.width() };
        let square = ConvSpec::new("conv", [self.channels, outputs], 1);
        let conv = ConvSpec { kernel, ..square }.stride(self.upto(2)).padding(self.padding(kernel));
        let conv = conv.activation(self.activation());
        self.channels = outputs;
        if depthwise { conv.depthwise() } else { conv }
    }

    fn padding(&mut self, kernel: [usize; 2]) -> Padding {
        [Padding::Same, Padding::VALID, Padding::Zeros(kernel.map(|side| side / 2))][self.rng.random_range(0..3)]
    }

    fn activation(&mut self) -> Activation {
        [Activation::Linear, Activation::Relu, Activation::Relu6][self.rng.random_range(0..3)]
    }

    fn pool(&mut self) -> Spec {
        let padding = self.rng.random_range(0..2);
        let pool = PoolSpec { kernel: 2 + padding, stride: self.upto(2), padding };
        if self.rng.random_bool(0.5) { Spec::MaxPool(pool) } else { Spec::AvgPool(pool) }
    }

    /// A link that keeps the size.
    fn keeping(&mut self, outputs: usize, kernel: usize, depthwise: bool) -> Spec {
        let conv = ConvSpec::new("conv", [self.channels, outputs], kernel).activation(self.activation());
        self.channels = outputs;
        Spec::Conv(if depthwise { conv.depthwise() } else { conv })
    }

    /// What a residual sums, or a chain of its own.
    fn body(&mut self) -> Vec<Spec> {
        if self.rng.random_bool(0.5) {
            return self.bottleneck();
        }
        let (inside, outputs) = (self.width(), self.width());
        vec![self.keeping(inside, 1, false), self.keeping(outputs, 3, false)]
    }

    fn bottleneck(&mut self) -> Vec<Spec> {
        let (inside, outputs) = (self.upto(8) * 4, self.width());
        vec![self.keeping(inside, 1, false), self.keeping(inside, 3, true), self.keeping(outputs, 1, false)]
    }

    fn residual(&mut self) -> Spec {
        let inputs = self.channels;
        let mut body = self.body();
        let shortcut = (self.channels != inputs || self.rng.random_bool(0.3))
            .then(|| ConvSpec::new("shortcut", [inputs, self.channels], 1).activation(self.activation()));
        if self.rng.random_bool(0.3) {
            body.push(self.keeping(self.channels, 3, true));
        }
        Spec::Residual(ResidualSpec { body, shortcut, activation: self.activation() })
    }

    fn branches(&mut self) -> Spec {
        let inputs = self.channels;
        let mut channels = 0;
        let branches = (0..1 + self.upto(2)).map(|_| {
            self.channels = inputs;
            let links = if self.rng.random_bool(0.5) { self.bottleneck() } else { vec![SAME_POOL] };
            channels += self.channels;
            links
        });
        let branches = branches.collect();
        self.channels = channels;
        Spec::Branches(branches)
    }
}

const SAME_POOL: Spec = Spec::AvgPool(PoolSpec { kernel: 3, stride: 1, padding: 1 });

/// Numbers of a size that keeps maps at about the same size.
fn kernel(conv: &ConvSpec, rng: &mut ChaCha8Rng) -> Kernel {
    let [outputs, inputs, height, width] = conv.shape();
    let limit = (3.0 / (inputs * height * width) as f32).sqrt();
    let weight = (0..outputs * inputs * height * width).map(|_| rng.random_range(-limit..limit)).collect();
    Kernel { weight, bias: (0..outputs).map(|_| rng.random_range(-0.5..0.5)).collect() }
}

fn compile(blocks: &[NamedSpec], side: usize, seed: u64) -> Option<Plan> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    Plan::compile(blocks, side, &mut |conv| Ok(kernel(conv, &mut rng))).unwrap()
}

fn build(blocks: &[NamedSpec], seed: u64) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    Network::build(blocks, &mut |conv| Ok(kernel(conv, &mut rng)), &cpu()).unwrap()
}

/// The same but for the rounding of a Winograd transform and back.
fn same(found: &Kernel, kernel: &Kernel) -> bool {
    let close = |(found, expected): (&f32, &f32)| (found - expected).abs() < 1e-6;
    found.bias == kernel.bias
        && found.weight.len() == kernel.weight.len()
        && found.weight.iter().zip(&kernel.weight).all(close)
}

proptest! {
    #[test]
    fn plan_and_burn_agree(seed: u64, side in 6usize..40) {
        let blocks = Draw::blocks(seed);
        // A kernel without padding may be larger than the map, which burn refuses too.
        let Some(plan) = compile(&blocks, side, seed) else { return Err(TestCaseError::reject("the kernel is too large")) };
        let mut rng = ChaCha8Rng::seed_from_u64(!seed);
        let pictures: Vec<f32> = (0..2 * 3 * side * side).map(|_| rng.random_range(-1.0..1.0)).collect();
        let input = TensorData::new(pictures.clone(), [2, 3, side, side]);
        let expected = build(&blocks, seed).forward(Tensor::<4>::from_data(input, &cpu()));
        let [_, channels, height, width] = expected.dims();
        let expected = expected.into_data().try_into_vec::<f32>().unwrap();
        let halves = pictures.chunks_exact(3 * side * side);
        let maps = plan.run(&halves.flat_map(|picture| channels_last(picture, 3)).collect::<Vec<_>>());
        let found: Vec<f32> = maps.iter().flat_map(|map| channels_first(&map.values, map.channels)).collect();
        prop_assert!(maps.iter().all(|map| (map.size, map.channels) == ([height, width], channels)));
        let scale = expected.iter().fold(1e-3f32, |scale, x| scale.max(x.abs()));
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!((found - expected).abs() <= TOLERANCE * scale, "{found}, not {expected}: {blocks:#?}");
        }
    }

    #[test]
    fn numbers_come_back_as_they_went_in(seed: u64) {
        let blocks = Draw::blocks(seed);
        let Some(plan) = compile(&blocks, 64, seed) else { return Err(TestCaseError::reject("the kernel is too large")) };
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let kernels: Vec<Kernel> = blocks.iter().flat_map(|block| block.spec.convs()).map(|conv| kernel(conv, &mut rng)).collect();
        let before = blocks[0].spec.convs().len();
        for (first, kernels) in [(0, &kernels[..]), (1, &kernels[before..])] {
            let found: Vec<Kernel> = plan.kernels(first).collect();
            prop_assert_eq!(found.len(), kernels.len());
            prop_assert!(found.iter().zip(kernels).all(|(found, kernel)| same(found, kernel)));
        }
    }
}

/// What burn runs on the CPU although a plan would be faster.
#[test]
fn every_network_is_compiled() {
    let zeros = |conv: &ConvSpec| {
        Ok(Kernel { weight: vec![0.0; conv.shape().iter().product()], bias: vec![0.0; conv.channels[1]] })
    };
    let falls_back = |architecture: &Architecture| {
        let side = architecture.preprocess().size as usize;
        Plan::compile(&architecture.blocks(), side, &mut { zeros }).unwrap().is_none()
    };
    let fallen: Vec<Architecture> = Architecture::ALL.into_iter().filter(falls_back).collect();
    assert_eq!(fallen, []);
}

#[test]
fn a_grouped_convolution_is_left_to_burn() {
    let conv = ConvSpec { groups: 3, ..ConvSpec::new("conv", [3, 6], 3) };
    assert!(compile(&[NamedSpec::new("block", Spec::Conv(conv))], 8, 0).is_none());
}

#[test]
fn a_source_that_fails_is_an_error() {
    let blocks = Architecture::BasicCnn.blocks();
    let error = || Error::WrongWeights { detail: "a tensor is missing".into() };
    let result: Result<Option<Plan>> = Plan::compile(&blocks, 64, &mut |_| Err(error()));
    assert_eq!(result.unwrap_err().to_string(), error().to_string());
}

#[test]
fn the_first_blocks_are_a_plan() {
    let blocks = Architecture::BasicCnn.blocks();
    let plan = compile(&blocks, 64, 0).unwrap();
    let picture = vec![0.5; 64 * 64 * 3];
    // 64 - 2 = 62, halved; 31 - 2 = 29, halved.
    assert_eq!(plan.first(0).run(&picture)[0].values, picture);
    assert_eq!(plan.first(1).run(&picture)[0].size, [31, 31]);
    assert_eq!(plan.first(9).run(&picture)[0].size, [14, 14]);
}
