//! Python's pickles of the protocols 2 to 5 (`pickletools.py`). Classes are names here: nothing is imported, nothing is called.

mod reader;
mod stack;

use std::collections::BTreeMap;
use std::rc::Rc;

use safetensors::Dtype;

use super::build;
use super::value::{Id, Reason, Value};
use reader::Reader;
use stack::{Stack, damaged, pairs};

/// Maximum bytes of a class's name.
const MAX_NAME: usize = 1000;

/// A machine that reads pickles one after the other.
pub struct Pickle<'a> {
    reader: Reader<'a>,
    stack: Stack,
    storages: BTreeMap<Rc<str>, Dtype>,
}

impl<'a> Pickle<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { reader: Reader(bytes), stack: Stack::new(), storages: BTreeMap::new() }
    }

    /// What follows the pickles that were read.
    pub fn rest(&self) -> &'a [u8] {
        self.reader.0
    }

    /// The storages that were named so far.
    pub fn storages(&self) -> &BTreeMap<Rc<str>, Dtype> {
        &self.storages
    }

    /// All values of the pickles that were read.
    pub fn values(&self) -> &[Value] {
        &self.stack.values
    }

    /// All values, when nothing more is to be read.
    pub fn into_values(self) -> Vec<Value> {
        self.stack.values
    }

    /// Reads the next pickle and returns where its value is.
    pub fn load(&mut self) -> Result<Id, Reason> {
        self.stack.clear();
        loop {
            let opcode = self.reader.take(1)?[0];
            if opcode == b'.' {
                return self.stack.pop();
            }
            self.step(opcode)?;
        }
    }

    fn step(&mut self, opcode: u8) -> Result<(), Reason> {
        let Self { reader, stack, .. } = self;
        match opcode {
            // Protocol and frames.
            0x80 => drop(reader.take(1)?),
            0x95 => drop(reader.take(8)?),
            // The stack and the memo.
            b'(' => stack.mark(),
            b'0' => drop(stack.pop()?),
            b'1' => drop(stack.since_mark()?),
            b'2' => stack.push_top_again()?,
            b'q' => stack.memoise(Some(reader.length(1)?))?,
            b'r' => stack.memoise(Some(reader.length(4)?))?,
            0x94 => stack.memoise(None)?,
            b'h' => stack.recall(reader.length(1)?)?,
            b'j' => stack.recall(reader.length(4)?)?,
            // Numbers and constants.
            b'K' => stack.push(Value::Number(reader.length(1)? as i64))?,
            b'M' => stack.push(Value::Number(reader.length(2)? as i64))?,
            b'J' => stack.push(Value::Number((reader.length(4)? as u32 as i32).into()))?,
            0x8a => self.long(1)?,
            0x8b => self.long(4)?,
            b'G' => self.opaque(8)?,
            b'N' | 0x88 | 0x89 | 0x8f => stack.push_opaque(),
            // Text and bytes.
            b'U' | 0x8c => stack.push(Value::Text(reader.text(1)?.into()))?,
            b'T' | b'X' => stack.push(Value::Text(reader.text(4)?.into()))?,
            0x8d => stack.push(Value::Text(reader.text(8)?.into()))?,
            b'C' => self.bytes(1)?,
            b'B' => self.bytes(4)?,
            0x8e | 0x96 => self.bytes(8)?,
            // Containers.
            b'}' => stack.push(Value::Dict(Vec::new()))?,
            b')' | b']' => stack.push(Value::List(Vec::new()))?,
            0x85..=0x87 => {
                let parts = stack.last(usize::from(opcode - 0x84))?;
                stack.push(Value::List(parts))?;
            }
            b't' | b'l' | 0x91 => {
                let parts = stack.since_mark()?;
                stack.push(Value::List(parts))?;
            }
            b'd' => {
                let parts = stack.since_mark()?;
                stack.push(Value::Dict(pairs(&parts).collect()))?;
            }
            b's' => {
                let parts = stack.last(2)?;
                stack.extend_dict(&parts)?;
            }
            b'u' => {
                let parts = stack.since_mark()?;
                stack.extend_dict(&parts)?;
            }
            b'a' => {
                let parts = stack.last(1)?;
                stack.extend_list(parts)?;
            }
            b'e' | 0x90 => {
                let parts = stack.since_mark()?;
                stack.extend_list(parts)?;
            }
            // Classes, functions and objects.
            b'c' => {
                let name = format!("{} {}", reader.line()?, reader.line()?);
                stack.push(Value::Global(name.into()))?;
            }
            0x93 => self.global()?,
            b'R' | 0x81 => self.call()?,
            0x92 => {
                let _keywords = stack.pop()?;
                self.call()?;
            }
            b'i' => {
                let _name = (reader.line()?, reader.line()?);
                self.object()?;
            }
            b'o' => self.object()?,
            b'b' => drop(stack.pop()?),
            b'Q' => self.storage()?,
            other => return Err(format!("its pickle has the opcode {other:#04x}, which `torch.save` does not write")),
        }
        Ok(())
    }

    fn long(&mut self, bytes: usize) -> Result<(), Reason> {
        match self.reader.long(bytes)? {
            Some(number) => self.stack.push(Value::Number(number)),
            None => self.opaque(0),
        }
    }

    fn bytes(&mut self, bytes: usize) -> Result<(), Reason> {
        let length = self.reader.length(bytes)?;
        self.opaque(length)
    }

    /// Skips bytes that stand for something opaque.
    fn opaque(&mut self, bytes: usize) -> Result<(), Reason> {
        self.reader.take(bytes)?;
        self.stack.push_opaque();
        Ok(())
    }

    /// A class or function whose module and name are on the stack.
    fn global(&mut self) -> Result<(), Reason> {
        let (name, module) = (self.stack.pop()?, self.stack.pop()?);
        let (Value::Text(module), Value::Text(name)) = (&self.stack.values[module], &self.stack.values[name]) else {
            return Err(damaged());
        };
        let global = match module.len() + name.len() {
            ..MAX_NAME => Value::Global(format!("{module} {name}").into()),
            _ => Value::Opaque,
        };
        self.stack.push(global)
    }

    /// A function or class and its arguments.
    fn call(&mut self) -> Result<(), Reason> {
        let (arguments, function) = (self.stack.pop()?, self.stack.pop()?);
        let value = build::call(&self.stack.values, function, arguments)?;
        self.stack.push(value)
    }

    /// An object of a class of Python 2, with the arguments since the mark.
    fn object(&mut self) -> Result<(), Reason> {
        self.stack.since_mark()?;
        self.opaque(0)
    }

    fn storage(&mut self) -> Result<(), Reason> {
        let id = self.stack.pop()?;
        let value = build::storage(&self.stack.values, id)?;
        if let Value::Storage(dtype, key) = &value {
            self.storages.insert(key.clone(), *dtype);
        }
        self.stack.push(value)
    }
}
