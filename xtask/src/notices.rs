//! The licences of the crates that are compiled into the WebAssembly modules. They ask for their text in every copy.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::wasm::{TARGET, small_packages};
use crate::workspace::Workspace;

/// How files with a licence or a notice begin, in small letters.
const NAMES: [&str; 5] = ["licen", "copying", "notice", "unlicense", "copyright"];

/// A crate as `cargo tree` names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    /// "half v2.7.1"
    name: String,
    /// "MIT OR Apache-2.0"
    licence: String,
}

/// All of them: which crate has which licence, and each text once.
pub fn notices(workspace: &Workspace) -> Result<String> {
    let folders = folders(workspace)?;
    let mut texts: BTreeMap<String, BTreeSet<Crate>> = BTreeMap::new();
    let crates = crates(workspace)?;
    for each in &crates {
        let folder = folders.get(&each.name).with_context(|| format!("cargo metadata does not name {}", each.name))?;
        for text in texts_in(folder)? {
            texts.entry(text).or_default().insert(each.clone());
        }
    }
    Ok(written(&crates, &texts))
}

/// The crates in any of the modules, without our own and those that only run while it is compiled.
fn crates(workspace: &Workspace) -> Result<BTreeSet<Crate>> {
    let small = small_packages();
    let tree =
        cmd!(workspace.shell, "cargo tree --package pupil {small...} --target {TARGET} --edges normal,no-proc-macro")
            .args(["--prefix", "none", "--format", "{p}|{l}|"])
            .quiet()
            .read()?;
    Ok(tree.lines().filter_map(foreign).collect())
}

/// The crate in a line of `cargo tree`; none if it is our own, which has its folder behind its name.
fn foreign(line: &str) -> Option<Crate> {
    let mut parts = line.split('|');
    let (name, licence) = (parts.next()?, parts.next()?);
    (!name.contains('(')).then(|| Crate { name: name.to_owned(), licence: licence.to_owned() })
}

/// The folder of each crate's source.
fn folders(workspace: &Workspace) -> Result<BTreeMap<String, PathBuf>> {
    let metadata = cmd!(workspace.shell, "cargo metadata --format-version 1 --filter-platform {TARGET}").quiet();
    let metadata: serde_json::Value = serde_json::from_str(&metadata.read()?)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists packages")?;
    let folder = |package: &serde_json::Value| {
        let text = |key: &str| package[key].as_str().with_context(|| format!("a package has a {key}"));
        let manifest = Path::new(text("manifest_path")?);
        Ok((format!("{} v{}", text("name")?, text("version")?), manifest.with_file_name("")))
    };
    packages.iter().map(folder).collect()
}

/// The texts of its licences and notices.
fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.file_type()?.is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            texts.push(tidy(&String::from_utf8_lossy(&fs::read(entry.path())?)));
        }
    }
    Ok(texts)
}

/// Without what differs between copies of the same text.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn written(crates: &BTreeSet<Crate>, texts: &BTreeMap<String, BTreeSet<Crate>>) -> String {
    let mut page =
        "Pupil's WebAssembly modules contain Rust's standard library (MIT OR Apache-2.0) and these crates:\n\n"
            .to_owned();
    for Crate { name, licence } in crates {
        page += &format!("- {name}: {licence}\n");
    }
    for (text, crates) in texts {
        let names: Vec<&str> = crates.iter().map(|each| each.name.as_str()).collect();
        page += &format!("\n{}\n{}\n\n{text}\n", "-".repeat(80), names.join(", "));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Crate {
        Crate { name: name.into(), licence: "MIT".into() }
    }

    #[test]
    fn our_own_crates_are_left_out() {
        assert_eq!(foreign("half v2.7.1|MIT|"), Some(named("half v2.7.1")));
        assert_eq!(foreign("half v2.7.1|MIT| (*)"), Some(named("half v2.7.1")));
        assert_eq!(foreign("pupil v0.1.0 (/home/me/pupil)|MIT OR Apache-2.0|"), None);
    }

    #[test]
    fn a_text_is_written_once_for_all_that_have_it() {
        let folder = std::env::temp_dir().join(format!("pupil-notices-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("LICENSE-MIT"), "Do as you like. \r\n\n").unwrap();
        fs::write(folder.join("lib.rs"), "no licence").unwrap();
        let found = texts_in(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, ["Do as you like."]);

        let crates = BTreeSet::from([named("a v1"), named("b v2")]);
        let page = written(&crates, &BTreeMap::from([(found[0].clone(), crates.clone())]));
        assert!(page.contains("- a v1: MIT\n- b v2: MIT\n"));
        assert!(page.ends_with("a v1, b v2\n\nDo as you like.\n"));
        assert_eq!(page.matches("Do as you like.").count(), 1);
    }
}
