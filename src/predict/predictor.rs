//! A graph compiled.

use super::head::{self, Answer};
use super::input;
use crate::error::{Error, Result};
use crate::graph::{Graph, Head, Input, Layer, Op, Pooling};
use crate::infer::Plan;
use crate::network::{ConvSpec, Kernel};
use crate::picture::Pixels;

/// A trained model that answers.
pub struct Predictor {
    input: Input,
    plan: Plan,
    pooling: Pooling,
    head: Head,
}

impl Predictor {
    /// Compiles a graph.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if there is a layer in it that cannot be run.
    pub fn new(graph: Graph) -> Result<Self> {
        let wrong = |detail: &str| Error::WrongModel { detail: detail.into() };
        let convs = graph.layers.iter().filter_map(|Layer { op, .. }| match op {
            Op::Conv(conv) => Some(conv),
            _ => None,
        });
        // A plan asks in the order of the forward pass, which is that of the layers.
        let mut convs = convs.map(|conv| (&conv.spec, conv.kernel.folded()));
        let mut source = |asked: &ConvSpec| -> Result<Kernel> {
            let next = convs.next().filter(|(spec, _)| **spec == *asked);
            Ok(next.ok_or_else(|| wrong("its layers are not those of the network"))?.1)
        };
        let plan = Plan::compile(&graph.architecture.blocks(), graph.input.size as usize, &mut source)?;
        let plan = plan.ok_or_else(|| wrong("it has a layer that there is no code for"))?;
        let Graph { input, pooling, head, .. } = graph;
        Ok(Self { input, plan, pooling, head })
    }

    /// The model's answer for a picture of any size.
    pub fn answer(&self, picture: &Pixels) -> Answer {
        let maps = self.plan.run(&input::normalised(&self.input, picture));
        let vector = maps.into_iter().flat_map(|map| match self.pooling {
            Pooling::Mean => map.pooled(),
            Pooling::Flatten => map.values,
        });
        head::answer(&self.head, vector.collect())
    }
}
