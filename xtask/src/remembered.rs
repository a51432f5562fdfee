//! Outputs that take long to make, cached by the hash of what they were made from.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use anyhow::Result;

/// The cached output of `make` for the same `input`, or a new one.
///
/// `folder` holds one output; use another folder for another `make`.
pub fn remembered(folder: &Path, input: &[u8], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let file = folder.join(hash(input));
    if let Ok(output) = fs::read(&file) {
        return Ok(output);
    }
    let output = make()?;
    fs::remove_dir_all(folder).ok();
    fs::create_dir_all(folder)?;
    // Renamed into place: a run that is cut off leaves no half of a file.
    let unfinished = folder.join("unfinished");
    fs::write(&unfinished, &output)?;
    fs::rename(unfinished, file)?;
    Ok(output)
}

fn hash(input: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(input);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn an_output_is_made_once_for_each_input() {
        let folder = std::env::temp_dir().join(format!("pupil-remembered-{}", std::process::id()));
        let made = Cell::new(0);
        let upper = |input: &str| {
            remembered(&folder, input.as_bytes(), || {
                made.set(made.get() + 1);
                Ok(input.to_uppercase().into_bytes())
            })
            .unwrap()
        };
        assert_eq!((upper("a"), upper("a"), made.get()), (b"A".to_vec(), b"A".to_vec(), 1));
        assert_eq!((upper("b"), made.get()), (b"B".to_vec(), 2));
        fs::remove_dir_all(folder).unwrap();
    }
}
