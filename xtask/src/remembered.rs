//! Outputs that take long to make, kept by the hash of what they were made from.

use std::fs;
use std::hash::{DefaultHasher, Hasher};

use anyhow::Result;

use crate::workspace::Workspace;

/// What `make` gave for the same `recipe` and `input` the last time, else what it gives now.
///
/// One output is kept for each `name`; `recipe` is all but the input that the output hangs on.
pub fn remembered(
    workspace: &Workspace,
    name: &str,
    recipe: &str,
    input: &[u8],
    make: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let folder = workspace.target.join("remembered").join(name);
    let file = folder.join(key(recipe, input));
    if let Ok(output) = fs::read(&file) {
        return Ok(output);
    }
    let output = make()?;
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    // Renamed into place: a run that is cut off leaves no half of a file.
    let unfinished = folder.join("unfinished");
    fs::write(&unfinished, &output)?;
    fs::rename(unfinished, file)?;
    Ok(output)
}

fn key(recipe: &str, input: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(recipe.as_bytes());
    hasher.write(input);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn another_recipe_or_input_is_another_output() {
        assert_eq!(key("-Oz", b"module"), key("-Oz", b"module"));
        assert_ne!(key("-Oz", b"module"), key("-O3", b"module"));
        assert_ne!(key("-Oz", b"module"), key("-Oz", b"Module"));
    }
}
