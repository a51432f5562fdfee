//! The file, with the field numbers of TensorFlow Lite's `schema.fbs` (version 3).

use super::builder::{Builder, Node, Operator, Setting, Tensor};
use super::flatbuffer::{self, Value};

/// The file with the output `output`, and MediaPipe's metadata.
pub(super) fn write(builder: &Builder, output: usize, metadata: &[u8]) -> Vec<u8> {
    let mut operators: Vec<Operator> = Vec::new();
    for node in &builder.nodes {
        if !operators.contains(&node.operator) {
            operators.push(node.operator);
        }
    }
    let buffers = builder.buffers.iter().map(Vec::as_slice).chain([metadata]).map(buffer).collect();
    let about = Value::Table(vec![
        (0, Value::Text("TFLITE_METADATA".to_owned())),
        (1, Value::U32(builder.buffers.len() as u32)),
    ]);
    let model = Value::Table(vec![
        (0, Value::U32(3)),
        (1, Value::Tables(operators.iter().map(operator_code).collect())),
        (2, Value::Tables(vec![subgraph(builder, output, &operators)])),
        (3, Value::Text("Pupil".to_owned())),
        (4, Value::Tables(buffers)),
        (6, Value::Tables(vec![about])),
    ]);
    flatbuffer::write(&model, b"TFL3")
}

fn buffer(bytes: &[u8]) -> Value<'_> {
    Value::Table(if bytes.is_empty() { Vec::new() } else { vec![(0, Value::Bytes(bytes))] })
}

/// Older readers take the code from the first field.
fn operator_code(operator: &Operator) -> Value<'static> {
    let code = operator.code;
    Value::Table(vec![
        (0, Value::I8(code.cast_signed())),
        (2, Value::I32(operator.version)),
        (3, Value::I32(code.into())),
    ])
}

fn subgraph(builder: &Builder, output: usize, operators: &[Operator]) -> Value<'static> {
    Value::Table(vec![
        (0, Value::Tables(builder.tensors.iter().map(tensor).collect())),
        (1, Value::Ints(vec![0])),
        (2, Value::Ints(indices(&[output]))),
        (3, Value::Tables(builder.nodes.iter().map(|node| operator(node, operators)).collect())),
        (4, Value::Text("main".to_owned())),
    ])
}

fn tensor(tensor: &Tensor) -> Value<'static> {
    Value::Table(vec![
        (0, Value::Ints(indices(&tensor.shape))),
        (1, Value::I8(tensor.elements as i8)),
        (2, Value::U32(tensor.buffer as u32)),
        (3, Value::Text(tensor.name.clone())),
    ])
}

fn operator(node: &Node, operators: &[Operator]) -> Value<'static> {
    let index = operators.iter().position(|operator| *operator == node.operator).expect("every operator was collected");
    let mut fields = vec![
        (0, Value::U32(index as u32)),
        (1, Value::Ints(indices(&node.inputs))),
        (2, Value::Ints(indices(&[node.output]))),
    ];
    if node.operator.options > 0 {
        let option = |&(field, setting): &(usize, Setting)| match setting {
            Setting::Choice(choice) => (field, Value::I8(choice)),
            Setting::Whole(whole) => (field, Value::I32(whole)),
            Setting::Float(float) => (field, Value::F32(float)),
        };
        fields.push((3, Value::U8(node.operator.options)));
        fields.push((4, Value::Table(node.options.iter().map(option).collect())));
    }
    Value::Table(fields)
}

fn indices(indices: &[usize]) -> Vec<i32> {
    indices.iter().map(|&index| index as i32).collect()
}
