//! Holds the table of rooms: which may use which, and which outside crates are named where.
#![cfg(not(target_family = "wasm"))]

use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms that it may use, and the fenced crates that it may name.
const ROOMS: [(&str, &[&str], &[&str]); 10] = [
    ("error", &[], &[]),
    ("picture", &["error"], &[]),
    ("data", &["error"], &[]),
    ("eval", &["error"], &[]),
    ("augment", &["error", "picture"], &["burn"]),
    ("nn", &["error", "picture", "augment"], &["burn"]),
    ("train", &["error", "picture", "data", "eval", "augment", "nn"], &["burn"]),
    ("export", &["error", "data", "picture", "augment", "eval", "nn", "train"], &["burn"]),
    ("session", &["error", "picture", "data", "eval", "augment", "nn", "train", "export"], &[]),
    ("web", &["error", "session"], &["wasm_bindgen", "wasm_bindgen_futures", "js_sys", "web_sys"]),
];

/// Crates that only some rooms may name, so that the rest can be tested and replaced without them.
const FENCED: [&str; 5] = ["burn", "wasm_bindgen", "wasm_bindgen_futures", "js_sys", "web_sys"];

#[test]
fn rooms_use_only_what_the_table_allows() {
    let wrong: Vec<String> = sources(&root()).iter().flat_map(|path| wrong_lines(path)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    paths.flat_map(below).filter(|path| path.extension().is_some_and(|kind| kind == "rs")).collect()
}

/// What is wrong in a file, as `file:line: why`. lib.rs, which lists the rooms, belongs to none.
fn wrong_lines(path: &Path) -> Vec<String> {
    let room = room_of(path);
    if room == "lib" {
        return Vec::new();
    }
    let Some(&(_, rooms, crates)) = ROOMS.iter().find(|(name, ..)| *name == room) else {
        return vec![format!("{}: the room {room} has no line in the table", path.display())];
    };
    let text = fs::read_to_string(path).unwrap();
    let wrong = |(line, name): &(usize, String)| {
        let why = format!("{}:{line}: {room} may not name {name}", path.display());
        let room_wrong = *name != room && ROOMS.iter().any(|r| r.0 == name) && !rooms.contains(&name.as_str());
        let crate_wrong = FENCED.contains(&name.as_str()) && !crates.contains(&name.as_str());
        (room_wrong || crate_wrong).then_some(why)
    };
    named(&text).iter().filter_map(wrong).collect()
}

/// The first folder below src, or the file's name without `.rs`.
fn room_of(path: &Path) -> String {
    let below = path.strip_prefix(root()).unwrap();
    let first = below.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Every name that follows `crate::` or `super::`, and every fenced crate's, each with its line. Comments do not count.
fn named(text: &str) -> Vec<(usize, String)> {
    let code = text.lines().map(|line| line.split("//").next().unwrap());
    (1..).zip(code).flat_map(|(line, code)| names(code).into_iter().map(move |name| (line, name))).collect()
}

fn names(code: &str) -> Vec<String> {
    assert!(!code.contains("crate::{"), "`{code}`: give each room its own `use`, so that this test can read it");
    let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let after = |prefix: &'static str| code.split(prefix).skip(1).filter_map(first_word);
    let fenced = words.into_iter().filter(|word| FENCED.contains(word));
    after("crate::").chain(after("super::")).chain(fenced).map(str::to_owned).collect()
}

fn first_word(code: &str) -> Option<&str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|word| !word.is_empty())
}

#[test]
fn a_wrong_arrow_is_seen() {
    let text = "use crate::data;\n// crate::web\nlet x = super::super::train::new(burn::y);\nsuperburn::z()";
    let expected = [(1, "data"), (3, "train"), (3, "burn")];
    assert_eq!(named(text), expected.map(|(line, name)| (line, name.to_owned())));
}
