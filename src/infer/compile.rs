//! A table becomes steps.

use pupil_kernels::{Clamp, Dense, Depthwise, InvertedResidual, Window, Winograd};

use super::step::{Residual, Step};
use crate::error::Error;
use crate::network::{Activation, ConvSpec, Padding, PoolSpec, ResidualSpec, Source, Spec};

/// Why there is no plan.
pub(super) enum Stop {
    /// Something that there is no kernel for.
    Unknown,
    /// The source failed.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

type Result<T> = std::result::Result<T, Stop>;

/// Compiles links one after the other, and follows the shape of the map that goes through them.
pub(super) struct Compiler<'c, 's> {
    pub(super) source: &'c mut Source<'s>,
    /// Height and width of the map.
    pub(super) size: [usize; 2],
    pub(super) channels: usize,
}

impl Compiler<'_, '_> {
    pub(super) fn chain(&mut self, mut links: &[Spec]) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        while let [first, rest @ ..] = links {
            if let Some((bottleneck, rest)) = Bottleneck::at(links) {
                steps.push(self.bottleneck(&bottleneck)?);
                links = rest;
            } else {
                steps.extend(self.link(first)?);
                links = rest;
            }
        }
        Ok(steps)
    }

    fn link(&mut self, link: &Spec) -> Result<Vec<Step>> {
        Ok(match link {
            Spec::Conv(conv) => vec![self.conv(conv)?],
            Spec::MaxPool(pool) => vec![Step::MaxPool(self.pool(*pool)?)],
            Spec::AvgPool(pool) => vec![Step::AvgPool(self.pool(*pool)?)],
            Spec::Chain(links) => self.chain(links)?,
            Spec::Residual(residual) => vec![Step::Residual(self.residual(residual)?)],
            Spec::Branches(branches) => vec![Step::Branches(self.branches(branches)?)],
        })
    }

    fn conv(&mut self, conv: &ConvSpec) -> Result<Step> {
        if depthwise(conv) {
            let (window, depthwise, clamp) = self.depthwise(conv)?;
            return Ok(Step::Depthwise(depthwise, window, clamp));
        }
        if transformable(conv) {
            let window = self.window(conv)?;
            let kernel = (self.source)(conv)?;
            let winograd = Winograd::pack(&kernel.weight, &kernel.bias, conv.channels[0]);
            return Ok(Step::Winograd(Box::new(winograd), window, clamp(conv.activation)));
        }
        let (window, dense, clamp) = self.dense(conv)?;
        Ok(Step::Dense(dense, window, clamp))
    }

    fn dense(&mut self, conv: &ConvSpec) -> Result<(Window, Dense, Clamp)> {
        known(conv.groups == 1)?;
        let window = self.window(conv)?;
        let kernel = (self.source)(conv)?;
        let dense = Dense::pack(&kernel.weight, &kernel.bias, conv.channels[0], conv.kernel);
        Ok((window, dense, clamp(conv.activation)))
    }

    fn depthwise(&mut self, conv: &ConvSpec) -> Result<(Window, Depthwise, Clamp)> {
        let window = self.window(conv)?;
        let kernel = (self.source)(conv)?;
        Ok((window, Depthwise::pack(&kernel.weight, &kernel.bias, conv.kernel), clamp(conv.activation)))
    }

    fn bottleneck(&mut self, bottleneck: &Bottleneck) -> Result<Step> {
        let expand = match bottleneck.expand {
            Some(conv) => {
                let (_, dense, clamp) = self.dense(conv)?;
                Some((dense, clamp))
            }
            None => None,
        };
        let (window, depthwise, clamp) = self.depthwise(bottleneck.depthwise)?;
        let depthwise = (depthwise, clamp);
        let (_, project, clamp) = self.dense(bottleneck.project)?;
        let inverted = InvertedResidual { expand, depthwise, project: (project, clamp) };
        Ok(Step::InvertedResidual(Box::new(inverted), window))
    }

    fn residual(&mut self, residual: &ResidualSpec) -> Result<Residual> {
        let input = (self.size, self.channels);
        let mut body = self.chain(&residual.body)?;
        let output = (self.size, self.channels);
        (self.size, self.channels) = input;
        let shortcut = match &residual.shortcut {
            Some(conv) => Some(Box::new(self.conv(conv)?)),
            None => None,
        };
        known((self.size, self.channels) == output)?;
        let clamp = clamp(residual.activation);
        let joined = body.last_mut().is_some_and(|last| last.join(clamp));
        Ok(Residual { body, shortcut, clamp, joined })
    }

    fn branches(&mut self, branches: &[Vec<Spec>]) -> Result<Vec<Vec<Step>>> {
        let input = (self.size, self.channels);
        let (mut sizes, mut channels, mut compiled) = (Vec::new(), 0, Vec::new());
        for links in branches {
            (self.size, self.channels) = input;
            compiled.push(self.chain(links)?);
            sizes.push(self.size);
            channels += self.channels;
        }
        known(!sizes.is_empty() && sizes.iter().all(|size| *size == sizes[0]))?;
        (self.size, self.channels) = (sizes[0], channels);
        Ok(compiled)
    }

    /// The windows of a convolution over the map; then the map is its output.
    fn window(&mut self, conv: &ConvSpec) -> Result<Window> {
        known(conv.channels[0] == self.channels)?;
        self.channels = conv.channels[1];
        self.windows(conv.kernel, conv.stride, conv.padding)
    }

    fn pool(&mut self, pool: PoolSpec) -> Result<Window> {
        self.windows([pool.kernel; 2], pool.stride, Padding::Zeros([pool.padding; 2]))
    }

    fn windows(&mut self, kernel: [usize; 2], stride: usize, padding: Padding) -> Result<Window> {
        let window = window(self.size, kernel, stride, padding).ok_or(Stop::Unknown)?;
        self.size = window.output;
        Ok(window)
    }
}

/// Three links that one step does.
struct Bottleneck<'l> {
    expand: Option<&'l ConvSpec>,
    depthwise: &'l ConvSpec,
    project: &'l ConvSpec,
}

impl<'l> Bottleneck<'l> {
    /// The one that `links` begin with, and the links behind it.
    fn at(links: &'l [Spec]) -> Option<(Self, &'l [Spec])> {
        let (expand, rest) = match links {
            [Spec::Conv(first), rest @ ..] if pointwise(first) => (Some(first), rest),
            _ => (None, links),
        };
        match rest {
            [Spec::Conv(second), Spec::Conv(third), rest @ ..] if depthwise(second) && pointwise(third) => {
                Some((Self { expand, depthwise: second, project: third }, rest))
            }
            _ => None,
        }
    }
}

fn depthwise(conv: &ConvSpec) -> bool {
    let [inputs, outputs] = conv.channels;
    conv.groups > 1 && conv.groups == inputs && inputs == outputs
}

/// Whether [`Winograd`] does it, and with enough channels to be faster.
fn transformable(conv: &ConvSpec) -> bool {
    let wide = conv.channels.iter().all(|channels| *channels >= 32 && channels.is_multiple_of(4));
    conv.groups == 1 && conv.kernel == [3, 3] && conv.stride == 1 && wide
}

/// Whether each pixel of the output is made of the same pixel of the input.
fn pointwise(conv: &ConvSpec) -> bool {
    let padded = matches!(conv.padding, Padding::Zeros(zeros) if zeros != [0, 0]);
    conv.groups == 1 && conv.kernel == [1, 1] && conv.stride == 1 && !padded
}

/// The windows over a map of `size`; none if it does not hold a kernel.
pub fn window(size: [usize; 2], kernel: [usize; 2], stride: usize, padding: Padding) -> Option<Window> {
    match padding {
        Padding::Same => Some(Window::same(size, kernel, stride)),
        Padding::Zeros(zeros) => Window::zeros(size, kernel, stride, zeros),
    }
}

/// An activation as the kernels take it.
pub fn clamp(activation: Activation) -> Clamp {
    match activation {
        Activation::Linear => Clamp::NONE,
        Activation::Relu => Clamp::RELU,
        Activation::Relu6 => Clamp::RELU6,
    }
}

fn known(known: bool) -> Result<()> {
    if known { Ok(()) } else { Err(Stop::Unknown) }
}
