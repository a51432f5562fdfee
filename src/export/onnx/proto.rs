//! ONNX's messages, with the field numbers of `onnx.proto` (onnx 1.23).

use crate::export::protobuf::Message;
use crate::weights::Numbers;

/// `TensorProto.DataType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elements {
    F32 = 1,
    U8 = 2,
    I64 = 7,
    F16 = 10,
}

/// The set of operators that a model is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opset {
    pub(super) version: usize,
}

/// `TensorProto`: dims 1, data_type 2, name 8, raw_data 9.
pub(super) fn tensor(name: &str, shape: &[usize], elements: Elements, bytes: &[u8]) -> Message {
    let dims = shape.iter().fold(Message::default(), |tensor, &side| tensor.int(1, side));
    dims.int(2, elements as usize).bytes(8, name).bytes(9, bytes)
}

/// A tensor of numbers as they are stored.
pub(super) fn numbers(name: &str, shape: &[usize], numbers: &Numbers) -> Message {
    let elements = match numbers {
        Numbers::F16(_) => Elements::F16,
        Numbers::F32(_) => Elements::F32,
    };
    tensor(name, shape, elements, &numbers.to_bytes())
}

/// An attribute of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Attribute<'a> {
    Int(usize),
    Ints(&'a [usize]),
    Text(&'a str),
}

/// `AttributeProto`: name 1, i 3, s 4, ints 8, type 20 (INT 2, STRING 3, INTS 7).
fn attribute(name: &str, value: Attribute) -> Message {
    let named = Message::default().bytes(1, name);
    match value {
        Attribute::Int(int) => named.int(3, int).int(20, 2),
        Attribute::Text(text) => named.bytes(4, text).int(20, 3),
        Attribute::Ints(ints) => ints.iter().fold(named, |named, &int| named.int(8, int)).int(20, 7),
    }
}

/// `NodeProto`: input 1, output 2, name 3, op_type 4, attribute 5. A node is named as what it makes.
pub(super) fn node(operator: &str, inputs: &[&str], outputs: &[&str], attributes: &[(&str, Attribute)]) -> Message {
    let node = inputs.iter().fold(Message::default(), |node, input| node.bytes(1, input));
    let node = outputs.iter().fold(node, |node, output| node.bytes(2, output));
    let node = node.bytes(3, outputs[0]).bytes(4, operator);
    attributes.iter().fold(node, |node, (name, value)| node.message(5, &attribute(name, *value)))
}

/// An input or an output of the model, whose shape is added side by side.
pub(super) struct ValueInfo {
    name: String,
    elements: Elements,
    /// `TensorShapeProto`: dim 1.
    shape: Message,
}

impl ValueInfo {
    pub(super) fn new(name: &str, elements: Elements) -> Self {
        Self { name: name.to_owned(), elements, shape: Message::default() }
    }

    /// `Dimension`: dim_value 1.
    pub(super) fn size(self, size: usize) -> Self {
        Self { shape: self.shape.message(1, &Message::default().int(1, size)), ..self }
    }

    /// A side of any length. `Dimension`: dim_param 2.
    pub(super) fn name(self, name: &str) -> Self {
        Self { shape: self.shape.message(1, &Message::default().bytes(2, name)), ..self }
    }

    /// `ValueInfoProto`: name 1, type 2; `TypeProto`: tensor_type 1; `TypeProto.Tensor`: elem_type 1, shape 2.
    pub(super) fn into_message(self) -> Message {
        let tensor = Message::default().int(1, self.elements as usize).message(2, &self.shape);
        Message::default().bytes(1, self.name).message(2, &Message::default().message(1, &tensor))
    }
}

/// `GraphProto`: node 1, name 2, initializer 5, input 11, output 12.
pub(super) fn graph(nodes: &[Message], initializers: &[Message], inputs: &[Message], outputs: &[Message]) -> Message {
    Message::default()
        .messages(1, nodes)
        .bytes(2, "pupil")
        .messages(5, initializers)
        .messages(11, inputs)
        .messages(12, outputs)
}

/// `ModelProto`: ir_version 1, producer_name 2, producer_version 3, graph 7, opset_import 8, metadata_props 14;
/// `OperatorSetIdProto`: domain 1, version 2; `StringStringEntryProto`: key 1, value 2.
pub(super) fn model(graph: &Message, opset: Opset, metadata: &[(&str, String)]) -> Vec<u8> {
    const IR_VERSION: usize = 8;
    let operators = Message::default().bytes(1, "").int(2, opset.version);
    let model = Message::default()
        .int(1, IR_VERSION)
        .bytes(2, "pupil")
        .bytes(3, env!("CARGO_PKG_VERSION"))
        .message(7, graph)
        .message(8, &operators);
    let entry = |(key, value): &(&str, String)| Message::default().bytes(1, key).bytes(2, value);
    metadata.iter().fold(model, |model, each| model.message(14, &entry(each))).into_bytes()
}
