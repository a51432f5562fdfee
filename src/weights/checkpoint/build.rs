//! The few functions and classes of Python that state dicts are built with.

use safetensors::Dtype;

use super::value::{Id, Reason, TensorRef, Value};

/// What a function returns, or an object of a class.
pub fn call(values: &[Value], function: Id, arguments: Id) -> Result<Value, Reason> {
    let (Value::Global(name), Value::List(arguments)) = (&values[function], &values[arguments]) else {
        return Ok(Value::Opaque);
    };
    match (&**name, arguments.as_slice()) {
        ("torch._utils _rebuild_parameter" | "torch._utils _rebuild_parameter_with_state", &[tensor, ..]) => {
            Ok(values[tensor].clone())
        }
        ("torch._tensor _rebuild_from_type_v2", &[function, _, arguments, ..]) => match &values[function] {
            Value::Global(name) if name.starts_with("torch._utils ") => call(values, function, arguments),
            _ => Ok(Value::Opaque),
        },
        (
            "torch._utils _rebuild_tensor_v2" | "torch._utils _rebuild_tensor",
            &[storage, offset, shape, strides, ..],
        ) => tensor(values, [storage, offset, shape, strides]),
        (name, arguments) if is_dict(name) => Ok(Value::Dict(items(values, arguments))),
        _ => Ok(Value::Opaque),
    }
}

/// The items that a dict is made with: Python 2 hands them over, Python 3 sets them afterwards.
fn items(values: &[Value], arguments: &[Id]) -> Vec<(Id, Id)> {
    let pair = |&pair: &Id| match &values[pair] {
        Value::List(pair) => pair.as_array().map(|&[key, value]| (key, value)),
        _ => None,
    };
    match arguments.first().map(|&first| &values[first]) {
        Some(Value::Dict(items)) => items.clone(),
        Some(Value::List(pairs)) => pairs.iter().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

/// Whether a class is a kind of dict, by its name.
fn is_dict(class: &str) -> bool {
    class.ends_with("Dict") || class.ends_with("dict")
}

/// `(storage, offset, shape, strides)`; opaque if the storage is of numbers that no network has.
fn tensor(values: &[Value], [storage, offset, shape, strides]: [Id; 4]) -> Result<Value, Reason> {
    let (Value::Storage(dtype, storage), Value::Number(offset)) = (&values[storage], &values[offset]) else {
        return Ok(Value::Opaque);
    };
    let offset = usize::try_from(*offset).map_err(|_| "a tensor begins before its storage")?;
    let (shape, strides) = (sizes(values, shape)?, sizes(values, strides)?);
    Ok(Value::Tensor(TensorRef { storage: storage.clone(), dtype: *dtype, offset, shape, strides }))
}

fn sizes(values: &[Value], id: Id) -> Result<Vec<usize>, Reason> {
    /// Maximum axes of a tensor.
    const MAX_AXES: usize = 8;
    let Value::List(parts) = &values[id] else { return Err("a tensor has no shape".into()) };
    if parts.len() > MAX_AXES {
        return Err("a tensor has too many axes".into());
    }
    let size = |&part: &Id| match values[part] {
        Value::Number(number) => usize::try_from(number).ok(),
        _ => None,
    };
    parts.iter().map(size).collect::<Option<_>>().ok_or_else(|| "a tensor has no shape".into())
}

/// `("storage", class, key, device, count)`; opaque if the class is of numbers that no network has.
pub fn storage(values: &[Value], id: Id) -> Result<Value, Reason> {
    let Value::List(parts) = &values[id] else { return Err("a storage has no name".into()) };
    let &[_, class, key, ..] = parts.as_slice() else { return Err("a storage has no name".into()) };
    let (Value::Global(class), Value::Text(key)) = (&values[class], &values[key]) else {
        return Err("a storage has no name".into());
    };
    Ok(storage_type(class).map_or(Value::Opaque, |dtype| Value::Storage(dtype, key.clone())))
}

fn storage_type(class: &str) -> Option<Dtype> {
    Some(match class {
        "torch FloatStorage" => Dtype::F32,
        "torch HalfStorage" => Dtype::F16,
        "torch BFloat16Storage" => Dtype::BF16,
        "torch DoubleStorage" => Dtype::F64,
        "torch LongStorage" => Dtype::I64,
        "torch IntStorage" => Dtype::I32,
        "torch ShortStorage" => Dtype::I16,
        "torch CharStorage" => Dtype::I8,
        "torch ByteStorage" => Dtype::U8,
        "torch BoolStorage" => Dtype::BOOL,
        "torch ComplexFloatStorage" => Dtype::C64,
        _ => return None,
    })
}
