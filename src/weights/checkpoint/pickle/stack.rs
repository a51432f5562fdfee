//! What the opcodes of a pickle work on: values, a stack of them, its marks, and the memo.

use std::collections::HashMap;

use super::super::value::{Id, Reason, Value};

/// Maximum values of a pickle and items that are copied; a large training state has some 100,000.
const MAX_VALUES: usize = 1 << 22;
/// The value that stands for all that is opaque.
const OPAQUE: Id = 0;

/// All values so far, and which of them are on the stack and in the memo.
pub struct Stack {
    pub values: Vec<Value>,
    /// Values and items that may still come.
    left: usize,
    stack: Vec<Id>,
    marks: Vec<usize>,
    memo: HashMap<usize, Id>,
}

impl Stack {
    pub fn new() -> Self {
        Self {
            values: vec![Value::Opaque],
            left: MAX_VALUES,
            stack: Vec::new(),
            marks: Vec::new(),
            memo: HashMap::new(),
        }
    }

    /// Forgets all but the values, for the next pickle.
    pub fn clear(&mut self) {
        self.stack.clear();
        self.marks.clear();
        self.memo.clear();
    }

    /// Pushes a new value.
    pub fn push(&mut self, value: Value) -> Result<(), Reason> {
        let size = 1 + if let Value::Dict(items) = &value { items.len() } else { 0 };
        self.left = self.left.checked_sub(size).ok_or("its pickle has too many values")?;
        self.stack.push(self.values.len());
        self.values.push(value);
        Ok(())
    }

    pub fn push_opaque(&mut self) {
        self.stack.push(OPAQUE);
    }

    pub fn push_top_again(&mut self) -> Result<(), Reason> {
        self.stack.push(self.top()?);
        Ok(())
    }

    pub fn pop(&mut self) -> Result<Id, Reason> {
        self.stack.pop().ok_or_else(damaged)
    }

    pub fn mark(&mut self) {
        self.marks.push(self.stack.len());
    }

    /// Pops all since the last mark.
    pub fn since_mark(&mut self) -> Result<Vec<Id>, Reason> {
        let mark = self.marks.pop().filter(|&mark| mark <= self.stack.len()).ok_or_else(damaged)?;
        Ok(self.stack.split_off(mark))
    }

    /// Pops `count` values.
    pub fn last(&mut self, count: usize) -> Result<Vec<Id>, Reason> {
        let start = self.stack.len().checked_sub(count).ok_or_else(damaged)?;
        Ok(self.stack.split_off(start))
    }

    /// Puts the top into the memo, under `key` or the next number.
    pub fn memoise(&mut self, key: Option<usize>) -> Result<(), Reason> {
        let top = self.top()?;
        self.memo.insert(key.unwrap_or(self.memo.len()), top);
        Ok(())
    }

    pub fn recall(&mut self, key: usize) -> Result<(), Reason> {
        self.stack.push(*self.memo.get(&key).ok_or_else(damaged)?);
        Ok(())
    }

    /// Adds keys and values by turns to the dict on top. An object that takes such is a dict, too, whatever its class is called.
    pub fn extend_dict(&mut self, parts: &[Id]) -> Result<(), Reason> {
        let top = self.top()?;
        match &mut self.values[top] {
            Value::Dict(items) => items.extend(pairs(parts)),
            object @ Value::Opaque if top != OPAQUE => *object = Value::Dict(pairs(parts).collect()),
            _ => {}
        }
        Ok(())
    }

    /// Adds values to the list on top.
    pub fn extend_list(&mut self, parts: Vec<Id>) -> Result<(), Reason> {
        let top = self.top()?;
        if let Value::List(list) = &mut self.values[top] {
            list.extend(parts);
        }
        Ok(())
    }

    fn top(&self) -> Result<Id, Reason> {
        self.stack.last().copied().ok_or_else(damaged)
    }
}

/// Keys with their values, which take turns in `parts`.
pub fn pairs(parts: &[Id]) -> impl Iterator<Item = (Id, Id)> {
    parts.as_chunks().0.iter().map(|&[key, value]| (key, value))
}

pub fn damaged() -> Reason {
    "its pickle is damaged".into()
}
