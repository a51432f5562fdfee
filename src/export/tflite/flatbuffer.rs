//! FlatBuffers (<https://flatbuffers.dev/internals>), written from a tree and without a schema. The official crate could not align
//! weights to 16 bytes without unsafe code.

/// A value. Fields of tables go by their number in the schema.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'v> {
    I8(i8),
    U8(u8),
    I32(i32),
    U32(u32),
    F32(f32),
    Text(String),
    Ints(Vec<i32>),
    Floats(Vec<f32>),
    /// Aligned to 16 bytes.
    Bytes(&'v [u8]),
    Table(Vec<(usize, Value<'v>)>),
    Tables(Vec<Value<'v>>),
}

/// The file whose root is `root`.
pub(super) fn write(root: &Value, identifier: &[u8; 4]) -> Vec<u8> {
    let mut file = vec![0; 4];
    file.extend(identifier);
    put_at(&mut file, 0, root);
    file
}

/// Writes a value behind the file, and its distance to `place`.
fn put_at(file: &mut Vec<u8>, place: usize, value: &Value) {
    let address = match value {
        Value::Table(fields) => table(file, fields),
        Value::Tables(tables) => vector_of_tables(file, tables),
        Value::Text(text) => vector(file, text.len(), &[text.as_bytes(), &[0]].concat(), 4),
        Value::Ints(ints) => {
            vector(file, ints.len(), &ints.iter().flat_map(|int| int.to_le_bytes()).collect::<Vec<_>>(), 4)
        }
        Value::Floats(floats) => {
            vector(file, floats.len(), &floats.iter().flat_map(|float| float.to_le_bytes()).collect::<Vec<_>>(), 4)
        }
        Value::Bytes(bytes) => vector(file, bytes.len(), bytes, 16),
        _ => unreachable!("numbers are in their table"),
    };
    file[place..place + 4].copy_from_slice(&((address - place) as u32).to_le_bytes());
}

/// Its length, and its elements at a multiple of `alignment`.
fn vector(file: &mut Vec<u8>, length: usize, bytes: &[u8], alignment: usize) -> usize {
    let address = (file.len() + 4).next_multiple_of(alignment) - 4;
    file.resize(address, 0);
    file.extend((length as u32).to_le_bytes());
    file.extend(bytes);
    address
}

fn vector_of_tables(file: &mut Vec<u8>, tables: &[Value]) -> usize {
    let address = vector(file, tables.len(), &vec![0; 4 * tables.len()], 4);
    for (index, table) in tables.iter().enumerate() {
        put_at(file, address + 4 * (index + 1), table);
    }
    address
}

/// Where its fields are, then the fields themselves, four bytes each; then what they refer to.
fn table(file: &mut Vec<u8>, fields: &[(usize, Value)]) -> usize {
    let count = fields.iter().map(|(number, _)| number + 1).max().unwrap_or(0);
    let mut offsets = vec![0u16; count];
    for (index, (number, _)) in fields.iter().enumerate() {
        offsets[*number] = 4 + 4 * index as u16;
    }
    file.resize(file.len().next_multiple_of(4), 0);
    let start = file.len();
    let sizes = [4 + 2 * count as u16, 4 + 4 * fields.len() as u16];
    file.extend(sizes.into_iter().chain(offsets).flat_map(u16::to_le_bytes));
    file.resize(file.len().next_multiple_of(4), 0);
    let address = file.len();
    file.extend(((address - start) as i32).to_le_bytes());
    fields.iter().for_each(|(_, value)| file.extend(inline(value)));
    for (index, (_, value)) in fields.iter().enumerate().filter(|(_, (_, value))| !is_number(value)) {
        put_at(file, address + 4 + 4 * index, value);
    }
    address
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::I8(_) | Value::U8(_) | Value::I32(_) | Value::U32(_) | Value::F32(_))
}

/// A number, or the place of what is elsewhere.
fn inline(value: &Value) -> [u8; 4] {
    match value {
        Value::I8(value) => [value.cast_unsigned(), 0, 0, 0],
        Value::U8(value) => [*value, 0, 0, 0],
        Value::I32(value) => value.to_le_bytes(),
        Value::U32(value) => value.to_le_bytes(),
        Value::F32(value) => value.to_le_bytes(),
        _ => [0; 4],
    }
}
