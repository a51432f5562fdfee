//! A class.

use crate::error::{Error, Result};

/// Maximum characters of a class's name; longer names are cut.
pub const MAX_NAME_LENGTH: usize = 100;

/// A class that a model distinguishes from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Its id; larger ids came later.
    pub id: u32,
    /// Trimmed, not empty, at most [`MAX_NAME_LENGTH`] characters.
    pub name: String,
    /// A disabled class stays in the dataset but is not trained.
    pub enabled: bool,
}

/// The name as it is stored.
///
/// # Errors
/// [`Error::EmptyName`] if nothing but blanks is left.
pub(super) fn checked_name(name: &str) -> Result<String> {
    let cut: String = name.trim().chars().take(MAX_NAME_LENGTH).collect();
    let name = cut.trim_end();
    if name.is_empty() { Err(Error::EmptyName) } else { Ok(name.to_owned()) }
}
