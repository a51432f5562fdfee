//! Python's pickles of the protocols 2 to 5 (`pickletools.py`). Classes are names here: nothing is imported, nothing is called.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use safetensors::Dtype;

use super::build;
use super::value::{Id, Reason, Value};

/// Maximum values of a pickle and items that are copied; a large training state has some 100,000.
const MAX_VALUES: usize = 1 << 22;
/// Maximum bytes of a class's name.
const MAX_NAME: usize = 1000;
/// The value that stands for all that is opaque.
const OPAQUE: Id = 0;

/// A machine that reads pickles one after the other.
pub struct Pickle<'a> {
    rest: &'a [u8],
    values: Vec<Value>,
    /// Values and items that may still come.
    left: usize,
    stack: Vec<Id>,
    marks: Vec<usize>,
    memo: HashMap<usize, Id>,
    storages: BTreeMap<Rc<str>, Dtype>,
}

impl<'a> Pickle<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let (stack, marks, memo, storages) = Default::default();
        Self { rest: bytes, values: vec![Value::Opaque], left: MAX_VALUES, stack, marks, memo, storages }
    }

    /// What follows the pickles that were read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The storages that were named so far.
    pub fn storages(&self) -> &BTreeMap<Rc<str>, Dtype> {
        &self.storages
    }

    /// All values of the pickles that were read.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// All values, when nothing more is to be read.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// Reads the next pickle and returns where its value is.
    pub fn load(&mut self) -> Result<Id, Reason> {
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
        match opcode {
            // Protocol and frames.
            0x80 => drop(self.take(1)?),
            0x95 => drop(self.take(8)?),
            // The stack and the memo.
            b'(' => self.marks.push(self.stack.len()),
            b'0' => drop(self.pop()?),
            b'1' => drop(self.since_mark()?),
            b'2' => self.stack.push(*self.top()?),
            b'q' => self.memoise(1)?,
            b'r' => self.memoise(4)?,
            0x94 => drop(self.memo.insert(self.memo.len(), *self.top()?)),
            b'h' => self.recall(1)?,
            b'j' => self.recall(4)?,
            // Numbers and constants.
            b'K' => self.number(1)?,
            b'M' => self.number(2)?,
            b'J' => {
                let number = self.length(4)? as u32 as i32;
                self.push(Value::Number(number.into()))?;
            }
            0x8a => self.long(1)?,
            0x8b => self.long(4)?,
            b'G' => self.opaque(8)?,
            b'N' | 0x88 | 0x89 | 0x8f => self.stack.push(OPAQUE),
            // Text and bytes.
            b'U' | 0x8c => self.text(1)?,
            b'T' | b'X' => self.text(4)?,
            0x8d => self.text(8)?,
            b'C' => self.bytes(1)?,
            b'B' => self.bytes(4)?,
            0x8e | 0x96 => self.bytes(8)?,
            // Containers.
            b'}' => self.push(Value::Dict(Vec::new()))?,
            b')' | b']' => self.push(Value::List(Vec::new()))?,
            0x85..=0x87 => self.list(usize::from(opcode - 0x84))?,
            b't' | b'l' | 0x91 => {
                let parts = self.since_mark()?;
                self.push(Value::List(parts))?;
            }
            b'd' => {
                let parts = self.since_mark()?;
                self.push(Value::Dict(parts.as_chunks().0.iter().map(|&[key, value]| (key, value)).collect()))?;
            }
            b's' => self.set_items(2)?,
            b'u' => self.set_all_items()?,
            b'a' => self.append(1)?,
            b'e' | 0x90 => self.append_all()?,
            // Classes, functions and objects.
            b'c' => {
                let name = format!("{} {}", self.line()?, self.line()?);
                self.push(Value::Global(name.into()))?;
            }
            0x93 => self.global()?,
            b'R' | 0x81 => self.call()?,
            0x92 => {
                let _keywords = self.pop()?;
                self.call()?;
            }
            b'i' => {
                let _name = (self.line()?, self.line()?);
                self.object()?;
            }
            b'o' => self.object()?,
            b'b' => drop(self.pop()?),
            b'Q' => self.storage()?,
            other => return Err(format!("its pickle has the opcode {other:#04x}, which `torch.save` does not write")),
        }
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

    /// Little-endian, without a sign, of at most 8 bytes.
    fn length(&mut self, bytes: usize) -> Result<usize, Reason> {
        let length = self.take(bytes)?.iter().rev().fold(0, |number: u64, &byte| number << 8 | u64::from(byte));
        usize::try_from(length).map_err(|_| "its pickle ends too early".into())
    }

    fn number(&mut self, bytes: usize) -> Result<(), Reason> {
        let number = self.length(bytes)? as i64;
        self.push(Value::Number(number))
    }

    /// Longer than 8 bytes it can only be a magic number.
    fn long(&mut self, bytes: usize) -> Result<(), Reason> {
        let length = self.length(bytes)?;
        let bytes = self.take(length)?;
        let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
        let start = if negative { -1 } else { 0 };
        let number = bytes.iter().rev().fold(start, |number: i64, &byte| number << 8 | i64::from(byte));
        if length <= 8 { self.push(Value::Number(number)) } else { self.opaque(0) }
    }

    fn text(&mut self, bytes: usize) -> Result<(), Reason> {
        let length = self.length(bytes)?;
        let text = String::from_utf8_lossy(self.take(length)?);
        self.push(Value::Text(text.into()))
    }

    fn bytes(&mut self, bytes: usize) -> Result<(), Reason> {
        let length = self.length(bytes)?;
        self.opaque(length)
    }

    /// Skips bytes that stand for something opaque.
    fn opaque(&mut self, bytes: usize) -> Result<(), Reason> {
        self.take(bytes)?;
        self.stack.push(OPAQUE);
        Ok(())
    }

    fn line(&mut self) -> Result<String, Reason> {
        let length = self.rest.iter().position(|&byte| byte == b'\n').ok_or("its pickle ends too early")?;
        let line = String::from_utf8_lossy(self.take(length)?).into_owned();
        self.take(1).map(|_| line)
    }
}

/// What lies on the stack.
impl Pickle<'_> {
    fn push(&mut self, value: Value) -> Result<(), Reason> {
        let size = 1 + if let Value::Dict(items) = &value { items.len() } else { 0 };
        self.left = self.left.checked_sub(size).ok_or("its pickle has too many values")?;
        self.stack.push(self.values.len());
        self.values.push(value);
        Ok(())
    }

    fn top(&self) -> Result<&Id, Reason> {
        self.stack.last().ok_or_else(damaged)
    }

    fn pop(&mut self) -> Result<Id, Reason> {
        self.stack.pop().ok_or_else(damaged)
    }

    fn since_mark(&mut self) -> Result<Vec<Id>, Reason> {
        let mark = self.marks.pop().filter(|&mark| mark <= self.stack.len()).ok_or_else(damaged)?;
        Ok(self.stack.split_off(mark))
    }

    fn last(&mut self, count: usize) -> Result<Vec<Id>, Reason> {
        let start = self.stack.len().checked_sub(count).ok_or_else(damaged)?;
        Ok(self.stack.split_off(start))
    }

    fn list(&mut self, count: usize) -> Result<(), Reason> {
        let parts = self.last(count)?;
        self.push(Value::List(parts))
    }

    fn memoise(&mut self, bytes: usize) -> Result<(), Reason> {
        let key = self.length(bytes)?;
        self.memo.insert(key, *self.top()?);
        Ok(())
    }

    fn recall(&mut self, bytes: usize) -> Result<(), Reason> {
        let key = self.length(bytes)?;
        self.stack.push(*self.memo.get(&key).ok_or_else(damaged)?);
        Ok(())
    }

    fn set_items(&mut self, count: usize) -> Result<(), Reason> {
        let parts = self.last(count)?;
        self.extend_dict(&parts)
    }

    fn set_all_items(&mut self) -> Result<(), Reason> {
        let parts = self.since_mark()?;
        self.extend_dict(&parts)
    }

    fn extend_dict(&mut self, parts: &[Id]) -> Result<(), Reason> {
        let top = *self.top()?;
        if let Value::Dict(items) = &mut self.values[top] {
            items.extend(parts.as_chunks().0.iter().map(|&[key, value]| (key, value)));
        }
        Ok(())
    }

    fn append(&mut self, count: usize) -> Result<(), Reason> {
        let parts = self.last(count)?;
        self.extend_list(parts)
    }

    fn append_all(&mut self) -> Result<(), Reason> {
        let parts = self.since_mark()?;
        self.extend_list(parts)
    }

    fn extend_list(&mut self, parts: Vec<Id>) -> Result<(), Reason> {
        let top = *self.top()?;
        if let Value::List(list) = &mut self.values[top] {
            list.extend(parts);
        }
        Ok(())
    }

    /// A class or function whose module and name lie on the stack.
    fn global(&mut self) -> Result<(), Reason> {
        let (name, module) = (self.pop()?, self.pop()?);
        let (Value::Text(module), Value::Text(name)) = (&self.values[module], &self.values[name]) else {
            return Err(damaged());
        };
        let global = match module.len() + name.len() {
            ..MAX_NAME => Value::Global(format!("{module} {name}").into()),
            _ => Value::Opaque,
        };
        self.push(global)
    }

    /// A function or class and its arguments.
    fn call(&mut self) -> Result<(), Reason> {
        let (arguments, function) = (self.pop()?, self.pop()?);
        let value = build::call(&self.values, function, arguments)?;
        self.push(value)
    }

    /// An object of a class of Python 2, with the arguments since the mark.
    fn object(&mut self) -> Result<(), Reason> {
        self.since_mark()?;
        self.opaque(0)
    }

    fn storage(&mut self) -> Result<(), Reason> {
        let id = self.pop()?;
        let value = build::storage(&self.values, id)?;
        if let Value::Storage(dtype, key) = &value {
            self.storages.insert(key.clone(), *dtype);
        }
        self.push(value)
    }
}

fn damaged() -> Reason {
    "its pickle is damaged".into()
}
