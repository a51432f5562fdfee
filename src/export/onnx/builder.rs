//! A model under way.

use super::proto::{self, Attribute, Elements, Opset, ValueInfo};
use crate::export::protobuf::Message;
use crate::weights::Numbers;

/// Collects the parts of a model. Values go by name.
#[derive(Default)]
pub(super) struct Builder {
    nodes: Vec<Message>,
    initializers: Vec<Message>,
    inputs: Vec<Message>,
    outputs: Vec<Message>,
}

impl Builder {
    pub(super) fn input(&mut self, info: ValueInfo) {
        self.inputs.push(info.into_message());
    }

    pub(super) fn output(&mut self, info: ValueInfo) {
        self.outputs.push(info.into_message());
    }

    /// Adds an operator whose output is named `name`; returns that name.
    pub(super) fn node(
        &mut self,
        name: &str,
        operator: &str,
        inputs: &[&str],
        attributes: &[(&str, Attribute)],
    ) -> String {
        self.nodes.push(proto::node(operator, inputs, &[name], attributes));
        name.to_owned()
    }

    /// The highest number of each row: `[batch, n]` → `[batch, 1]`. It is written the same way in every operator set, unlike
    /// `ReduceMax`.
    pub(super) fn highest(&mut self, name: &str, input: &str) -> String {
        let one = self.whole("one", &[1]);
        let index = format!("{name}_index");
        self.nodes.push(proto::node("TopK", &[input, &one], &[name, &index], &[]));
        name.to_owned()
    }

    /// Adds numbers as they are stored; returns their name.
    pub(super) fn numbers(&mut self, name: &str, shape: &[usize], numbers: &Numbers) -> String {
        self.initializers.push(proto::numbers(name, shape, numbers));
        name.to_owned()
    }

    /// Adds numbers in single precision; returns their name.
    pub(super) fn floats(&mut self, name: &str, shape: &[usize], floats: &[f32]) -> String {
        self.numbers(name, shape, &Numbers::F32(floats.to_vec()))
    }

    /// Adds a list of whole numbers; returns its name.
    pub(super) fn whole(&mut self, name: &str, numbers: &[i64]) -> String {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.initializers.push(proto::tensor(name, &[numbers.len()], Elements::I64, &bytes));
        name.to_owned()
    }

    /// The bytes of the whole.
    pub(super) fn into_model(self, opset: Opset, metadata: &[(&str, String)]) -> Vec<u8> {
        let graph = proto::graph(&self.nodes, &self.initializers, &self.inputs, &self.outputs);
        proto::model(&graph, opset, metadata)
    }
}
