//! The steps of a plan.

use pupil_kernels::{Clamp, Dense, Depthwise, InvertedResidual, Window, Winograd, add, avg_pool, concat, max_pool};

use super::map::{Map, Memory};

/// One pass over a map, with its numbers packed and its windows worked out.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Dense(Dense, Window, Clamp),
    Winograd(Box<Winograd>, Window, Clamp),
    Depthwise(Depthwise, Window, Clamp),
    InvertedResidual(Box<InvertedResidual>, Window),
    MaxPool(Window),
    AvgPool(Window),
    Residual(Residual),
    /// Chains side by side, joined along the channels.
    Branches(Vec<Vec<Step>>),
}

/// `clamp(body(x) + shortcut(x))`.
#[derive(Clone, Debug)]
pub(super) struct Residual {
    pub(super) body: Vec<Step>,
    /// None for the input itself.
    pub(super) shortcut: Option<Box<Step>>,
    pub(super) clamp: Clamp,
    /// Whether the last step of the body adds and clamps ([`Step::join`]).
    pub(super) joined: bool,
}

/// The numbers of a convolution.
pub(super) enum Packed<'p> {
    Dense(&'p Dense),
    Winograd(&'p Winograd),
    Depthwise(&'p Depthwise),
}

impl Step {
    /// The step's output, `residual` added before its activation if it is one that has joined with a sum.
    pub(super) fn run(&self, input: &Map, residual: Option<&Map>, memory: &mut Memory) -> Map {
        let residual = residual.map(|map| &*map.values);
        match self {
            Self::Dense(dense, window, clamp) => {
                let mut output = memory.map(window.output, dense.outputs());
                dense.run(window, &input.values, residual, *clamp, &mut output.values, &mut memory.scratch[0]);
                output
            }
            Self::Winograd(winograd, window, clamp) => {
                let mut output = memory.map(window.output, winograd.outputs());
                winograd.run(window, &input.values, residual, *clamp, &mut output.values, &mut memory.scratch);
                output
            }
            Self::Depthwise(depthwise, window, clamp) => {
                let mut output = memory.map(window.output, depthwise.channels());
                depthwise.run(window, &input.values, *clamp, &mut output.values, &mut memory.scratch[0]);
                output
            }
            Self::InvertedResidual(inverted, window) => {
                let mut output = memory.map(window.output, inverted.project.0.outputs());
                inverted.run(window, &input.values, residual, &mut output.values, &mut memory.scratch);
                output
            }
            Self::MaxPool(window) => {
                let mut output = memory.map(window.output, input.channels);
                max_pool(window, input.channels, &input.values, &mut output.values);
                output
            }
            Self::AvgPool(window) => {
                let mut output = memory.map(window.output, input.channels);
                avg_pool(window, input.channels, &input.values, &mut output.values);
                output
            }
            Self::Residual(residual) => residual.run(input, memory),
            Self::Branches(branches) => join(branches, input, memory),
        }
    }

    /// Lets a linear step add a residual before `clamp`; whether it can.
    pub(super) fn join(&mut self, clamp: Clamp) -> bool {
        let own = match self {
            Self::Dense(_, _, own) | Self::Winograd(_, _, own) => own,
            Self::InvertedResidual(inverted, _) => &mut inverted.project.1,
            _ => return false,
        };
        let linear = *own == Clamp::NONE;
        if linear {
            *own = clamp;
        }
        linear
    }

    /// Its numbers in the order of the forward pass.
    pub(super) fn packed(&self) -> Vec<Packed<'_>> {
        match self {
            Self::Dense(dense, ..) => vec![Packed::Dense(dense)],
            Self::Winograd(winograd, ..) => vec![Packed::Winograd(winograd)],
            Self::Depthwise(depthwise, ..) => vec![Packed::Depthwise(depthwise)],
            Self::InvertedResidual(inverted, _) => {
                let expand = inverted.expand.iter().map(|(dense, _)| Packed::Dense(dense));
                expand.chain([Packed::Depthwise(&inverted.depthwise.0), Packed::Dense(&inverted.project.0)]).collect()
            }
            Self::MaxPool(_) | Self::AvgPool(_) => Vec::new(),
            Self::Residual(residual) => {
                residual.body.iter().chain(residual.shortcut.as_deref()).flat_map(Self::packed).collect()
            }
            Self::Branches(branches) => branches.iter().flatten().flat_map(Self::packed).collect(),
        }
    }
}

impl Residual {
    fn run(&self, input: &Map, memory: &mut Memory) -> Map {
        let shortcut = self.shortcut.as_ref().map(|shortcut| shortcut.run(input, None, memory));
        let short = shortcut.as_ref().unwrap_or(input);
        let mut output = through(&self.body, input, self.joined.then_some(short), memory);
        if !self.joined {
            add(&mut output.values, &short.values, self.clamp);
        }
        shortcut.into_iter().for_each(|map| memory.reuse(map));
        output
    }
}

/// The steps one after the other; the last one takes `residual`.
pub(super) fn through(steps: &[Step], input: &Map, residual: Option<&Map>, memory: &mut Memory) -> Map {
    let Some((last, before)) = steps.split_last() else { return input.clone() };
    let mut current = None;
    for step in before {
        let next = step.run(current.as_ref().unwrap_or(input), None, memory);
        current.replace(next).into_iter().for_each(|map| memory.reuse(map));
    }
    let output = last.run(current.as_ref().unwrap_or(input), residual, memory);
    current.into_iter().for_each(|map| memory.reuse(map));
    output
}

fn join(branches: &[Vec<Step>], input: &Map, memory: &mut Memory) -> Map {
    let maps: Vec<Map> = branches.iter().map(|steps| through(steps, input, None, memory)).collect();
    let channels = maps.iter().map(|map| map.channels).sum();
    let mut output = memory.map(maps[0].size, channels);
    let mut first = 0;
    for map in maps {
        concat(&map.values, map.channels, &mut output.values, channels, first);
        first += map.channels;
        memory.reuse(map);
    }
    output
}
