//! A file of an export.

/// A file of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedFile {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl ExportedFile {
    /// A file of text.
    pub(super) fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, bytes: text.into().into_bytes() }
    }
}
