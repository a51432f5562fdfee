//! As much of Python's pickle (protocol 2, `pickletools.py`) as a state dict is written in. Classes are names here: nothing
//! is imported, nothing is called.

use std::collections::{BTreeMap, HashMap};

use safetensors::Dtype;

/// Why a checkpoint cannot be read.
pub type Reason = String;

/// What a pickle builds.
#[derive(Clone, Debug)]
pub enum Value {
    Number(i64),
    Text(String),
    /// A tuple or a list.
    Tuple(Vec<Value>),
    Dict(Vec<(Value, Value)>),
    /// A class or function, `module name`.
    Global(String),
    /// Numbers that lie elsewhere: kind and key.
    Storage(Dtype, String),
    Tensor(TensorRef),
    /// What a state dict can do without.
    Other,
}

/// Containers within each other; a checkpoint of PyTorch Lightning has six.
const DEEPEST: usize = 16;

impl Value {
    /// Whether there are at most `levels` containers within each other: dropping them takes stack.
    fn nested_within(&self, levels: usize) -> bool {
        let below = |value: &Self| levels > 0 && value.nested_within(levels - 1);
        match self {
            Self::Tuple(values) => values.iter().all(below),
            Self::Dict(items) => items.iter().all(|(key, value)| below(key) && below(value)),
            _ => true,
        }
    }
}

/// A tensor's numbers within a storage.
#[derive(Clone, Debug)]
pub struct TensorRef {
    pub storage: String,
    pub dtype: Dtype,
    /// Numbers before the first.
    pub offset: usize,
    pub shape: Vec<usize>,
    strides: Vec<usize>,
}

impl TensorRef {
    /// Whether its numbers follow each other; the stride of an axis of length 1 does not matter.
    pub fn is_row_major(&self) -> bool {
        let mut expected = 1_usize;
        self.shape.len() == self.strides.len()
            && self.shape.iter().zip(&self.strides).rev().all(|(&side, &stride)| {
                let right = side <= 1 || stride == expected;
                expected = expected.saturating_mul(side);
                right
            })
    }
}

impl TensorRef {
    /// How many numbers after the first the one lies that is at `index` in row-major order.
    pub fn place(&self, index: usize) -> Option<usize> {
        let (mut rest, mut place) = (index, 0_usize);
        for (&side, stride) in self.shape.iter().zip(&self.strides).rev() {
            place = place.checked_add(stride.checked_mul(rest % side)?)?;
            rest /= side;
        }
        Some(place)
    }
}

/// A machine that reads pickles one after the other.
pub struct Pickle<'a> {
    rest: &'a [u8],
    stack: Vec<Value>,
    marks: Vec<usize>,
    memo: HashMap<usize, Value>,
    storages: BTreeMap<String, Dtype>,
}

impl<'a> Pickle<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, stack: Vec::new(), marks: Vec::new(), memo: HashMap::new(), storages: BTreeMap::new() }
    }

    /// What follows the pickles that were read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The storages that were named so far.
    pub fn storages(&self) -> &BTreeMap<String, Dtype> {
        &self.storages
    }

    /// Reads the next pickle.
    pub fn load(&mut self) -> Result<Value, Reason> {
        self.stack.clear();
        self.marks.clear();
        self.memo.clear();
        loop {
            let opcode = self.take(1)?[0];
            if opcode == b'.' {
                return self.pop();
            }
            self.step(opcode)?;
        }
    }

    fn step(&mut self, opcode: u8) -> Result<(), Reason> {
        let value = match opcode {
            0x80 => return self.take(1).map(drop),
            b'(' => return self.mark(),
            b'q' => return self.memoise(1),
            b'r' => return self.memoise(4),
            b's' => return self.set_item(),
            b'u' => return self.set_items(),
            b'a' => return self.append(),
            b'e' => return self.appends(),
            b'b' => return self.pop().map(drop),
            b'h' => self.recall(1)?,
            b'j' => self.recall(4)?,
            b'K' => Value::Number(self.number(1)? as i64),
            b'M' => Value::Number(self.number(2)? as i64),
            b'J' => Value::Number(i64::from(self.number(4)? as i32)),
            0x8a => self.long()?,
            b'G' => self.take(8).map(|_| Value::Other)?,
            b'N' | 0x88 | 0x89 => Value::Other,
            b'X' => self.text()?,
            b'c' => Value::Global(format!("{} {}", self.line()?, self.line()?)),
            b'}' => Value::Dict(Vec::new()),
            b')' | b']' => Value::Tuple(Vec::new()),
            0x85..=0x87 => self.tuple(usize::from(opcode - 0x84))?,
            b't' => Value::Tuple(self.since_mark()?),
            b'Q' => self.storage()?,
            b'R' => self.call()?,
            other => return Err(format!("its pickle has the opcode {other:#04x}, which no state dict needs")),
        };
        self.stack.push(value);
        Ok(())
    }
}

/// What the file holds.
impl<'a> Pickle<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Reason> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or("its pickle ends too early")?;
        self.rest = rest;
        Ok(taken)
    }

    /// Little-endian, without a sign, of at most 4 bytes.
    fn number(&mut self, bytes: usize) -> Result<usize, Reason> {
        Ok(self.take(bytes)?.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)))
    }

    /// Longer than 8 bytes it can only be a magic number.
    fn long(&mut self) -> Result<Value, Reason> {
        let length = self.number(1)?;
        let bytes = self.take(length)?;
        let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
        let start = if negative { -1 } else { 0 };
        let number = bytes.iter().rev().fold(start, |number: i64, &byte| number << 8 | i64::from(byte));
        Ok(if length <= 8 { Value::Number(number) } else { Value::Other })
    }

    fn text(&mut self) -> Result<Value, Reason> {
        let length = self.number(4)?;
        Ok(Value::Text(String::from_utf8_lossy(self.take(length)?).into_owned()))
    }

    fn line(&mut self) -> Result<String, Reason> {
        let length = self.rest.iter().position(|&byte| byte == b'\n').ok_or("its pickle ends too early")?;
        let line = String::from_utf8_lossy(self.take(length)?).into_owned();
        self.take(1).map(|_| line)
    }
}

/// What lies on the stack.
impl Pickle<'_> {
    fn pop(&mut self) -> Result<Value, Reason> {
        self.stack.pop().ok_or_else(|| "its pickle is damaged".into())
    }

    /// The values from `start` on, which go into another one.
    fn parts(&mut self, start: usize) -> Result<Vec<Value>, Reason> {
        let values = self.stack.split_off(start);
        let fine = values.iter().all(|value| value.nested_within(DEEPEST));
        if fine { Ok(values) } else { Err("it is nested too deeply".into()) }
    }

    fn mark(&mut self) -> Result<(), Reason> {
        self.marks.push(self.stack.len());
        Ok(())
    }

    fn since_mark(&mut self) -> Result<Vec<Value>, Reason> {
        let mark = self.marks.pop().filter(|&mark| mark <= self.stack.len()).ok_or("its pickle is damaged")?;
        self.parts(mark)
    }

    fn tuple(&mut self, count: usize) -> Result<Value, Reason> {
        let start = self.stack.len().checked_sub(count).ok_or("its pickle is damaged")?;
        Ok(Value::Tuple(self.parts(start)?))
    }

    fn memoise(&mut self, bytes: usize) -> Result<(), Reason> {
        let key = self.number(bytes)?;
        let top = self.stack.last().ok_or("its pickle is damaged")?;
        self.memo.insert(key, top.clone());
        Ok(())
    }

    fn recall(&mut self, bytes: usize) -> Result<Value, Reason> {
        let key = self.number(bytes)?;
        self.memo.get(&key).cloned().ok_or_else(|| "its pickle is damaged".into())
    }

    fn set_item(&mut self) -> Result<(), Reason> {
        self.marks.push(self.stack.len().saturating_sub(2));
        self.set_items()
    }

    fn set_items(&mut self) -> Result<(), Reason> {
        let mut values = self.since_mark()?.into_iter();
        let Some(Value::Dict(items)) = self.stack.last_mut() else { return Ok(()) };
        while let (Some(key), Some(value)) = (values.next(), values.next()) {
            items.push((key, value));
        }
        Ok(())
    }

    fn append(&mut self) -> Result<(), Reason> {
        self.marks.push(self.stack.len().saturating_sub(1));
        self.appends()
    }

    fn appends(&mut self) -> Result<(), Reason> {
        let values = self.since_mark()?;
        if let Some(Value::Tuple(list)) = self.stack.last_mut() {
            list.extend(values);
        }
        Ok(())
    }

    /// `("storage", class, key, device, count)`.
    fn storage(&mut self) -> Result<Value, Reason> {
        let Value::Tuple(id) = self.pop()? else { return Err("a storage has no name".into()) };
        let [_, Value::Global(class), Value::Text(key), ..] = id.as_slice() else {
            return Err("a storage has no name".into());
        };
        let dtype = storage_type(class).ok_or_else(|| format!("it stores numbers as {class}"))?;
        self.storages.insert(key.clone(), dtype);
        Ok(Value::Storage(dtype, key.clone()))
    }

    /// The few functions that build a state dict.
    fn call(&mut self) -> Result<Value, Reason> {
        let (arguments, function) = (self.pop()?, self.pop()?);
        let (Value::Global(function), Value::Tuple(arguments)) = (function, arguments) else { return Ok(Value::Other) };
        Ok(match (function.as_str(), arguments.as_slice()) {
            ("collections OrderedDict", _) => Value::Dict(Vec::new()),
            ("torch._utils _rebuild_parameter", [tensor, ..]) => tensor.clone(),
            (
                "torch._utils _rebuild_tensor_v2",
                [Value::Storage(dtype, storage), Value::Number(offset), shape, strides, ..],
            ) => {
                let offset = usize::try_from(*offset).map_err(|_| "a tensor begins before its storage")?;
                let (shape, strides) = (sizes(shape)?, sizes(strides)?);
                Value::Tensor(TensorRef { storage: storage.clone(), dtype: *dtype, offset, shape, strides })
            }
            _ => Value::Other,
        })
    }
}

fn sizes(value: &Value) -> Result<Vec<usize>, Reason> {
    let Value::Tuple(values) = value else { return Err("a tensor has no shape".into()) };
    let size = |value: &Value| match value {
        Value::Number(number) => usize::try_from(*number).ok(),
        _ => None,
    };
    values.iter().map(size).collect::<Option<_>>().ok_or_else(|| "a tensor has no shape".into())
}

fn storage_type(class: &str) -> Option<Dtype> {
    Some(match class {
        "torch FloatStorage" => Dtype::F32,
        "torch HalfStorage" => Dtype::F16,
        "torch BFloat16Storage" => Dtype::BF16,
        "torch DoubleStorage" => Dtype::F64,
        "torch LongStorage" => Dtype::I64,
        "torch IntStorage" => Dtype::I32,
        "torch ByteStorage" => Dtype::U8,
        "torch BoolStorage" => Dtype::BOOL,
        _ => return None,
    })
}
