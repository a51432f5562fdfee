//! Which file of a crate uses which: its `use` lines and paths, each followed through re-exports to the file that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file uses something that another defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// The file that uses, below the source folder.
    pub from: String,
    /// Where it does, 1-based.
    pub line: usize,
    /// The room that it names, which may re-export it.
    pub room: String,
    /// The file that defines.
    pub to: String,
}

/// A module's own file, and what it names by `use`.
struct Module {
    file: String,
    code: String,
    names: BTreeMap<String, Vec<String>>,
}

/// The modules of a crate by their path: `["nn", "views"]`.
pub struct Crate(BTreeMap<Vec<String>, Module>);

impl Crate {
    /// Every Rust file below `source`.
    pub fn read(source: &Path) -> Self {
        Self::of(bare_files(source))
    }

    /// The crate of these files and their text.
    pub fn new(files: Vec<(String, String)>) -> Self {
        Self::of(files.into_iter().map(|(file, text)| (file, bare(&text))).collect())
    }

    fn of(files: Vec<(String, String)>) -> Self {
        let mut modules = BTreeMap::new();
        for (file, code) in files {
            let path = module_path(&file);
            let names = uses(&code).into_iter().map(|each| (each.name, absolute(&path, &each.path))).collect();
            modules.insert(path, Module { file, names, code });
        }
        Self(modules)
    }

    /// Every arrow, except that a file which only re-exports something does not use it.
    pub fn arrows(&self) -> BTreeSet<Arrow> {
        let arrows = self.0.iter().flat_map(|(path, module)| {
            let uses =
                uses(&module.code).into_iter().filter(|each| !each.exported || count(&module.code, &each.name) > 1);
            let found: Vec<_> = uses.map(|each| (each.at, each.path)).chain(inline(&module.code)).collect();
            found.into_iter().filter_map(move |(at, target)| {
                let target = absolute(path, &target);
                let to = self.definer(&target)?;
                let room = if self.0.contains_key(&target[..1]) { &target[0] } else { room(to) };
                let line = module.code[..at].matches('\n').count() + 1;
                (*to != module.file).then(|| Arrow {
                    from: module.file.clone(),
                    line,
                    room: room.to_owned(),
                    to: to.clone(),
                })
            })
        });
        arrows.collect()
    }

    /// The file that defines the item at an absolute path; none if it is another crate's.
    fn definer(&self, path: &[String]) -> Option<&String> {
        let mut module = Vec::new();
        for (i, segment) in path.iter().enumerate() {
            let child = [&module[..], std::slice::from_ref(segment)].concat();
            if self.0.contains_key(&child) {
                module = child;
            } else if let Some(target) = self.0[&module].names.get(segment).filter(|to| !to.starts_with(&child)) {
                return self.definer(&[target, &path[i + 1..]].concat());
            } else if module.is_empty() && i == 0 {
                return None;
            } else {
                break;
            }
        }
        Some(&self.0[&module].file)
    }
}

/// Every Rust file below `source`, with its code without comments and strings.
pub fn bare_files(source: &Path) -> Vec<(String, String)> {
    let read = |path: PathBuf| {
        let file = path.strip_prefix(source).unwrap().to_str().unwrap().to_owned();
        (file, bare(&fs::read_to_string(path).unwrap()))
    };
    files(source).into_iter().map(read).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    paths.flat_map(below).filter(|path| path.extension().is_some_and(|kind| kind == "rs")).collect()
}

/// `nn/views/apply.rs` → `["nn", "views", "apply"]`; `nn/mod.rs` → `["nn"]`; `lib.rs` → `[]`.
fn module_path(file: &str) -> Vec<String> {
    let mut path: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    path.pop_if(|last| last == "mod" || last == "lib");
    path
}

/// The first folder of a file's path, or its name without `.rs`.
pub fn room(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// A path as it stands in the module `here` → from the crate's root.
fn absolute(here: &[String], path: &[String]) -> Vec<String> {
    let supers = path.iter().take_while(|segment| *segment == "super").count();
    match path[0].as_str() {
        "crate" => path[1..].to_vec(),
        "super" => [&here[..here.len() - supers], &path[supers..]].concat(),
        "self" => [here, &path[1..]].concat(),
        _ => [here, path].concat(),
    }
}

/// The code with comments and the insides of strings blanked out.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['"', '/', '\'']) {
        let (before, here) = rest.split_at(start);
        bare.push_str(before);
        let length = match here.as_bytes() {
            [b'/', b'/', ..] => here.find('\n').unwrap_or(here.len()),
            [b'"', ..] => string_length(here),
            [b'\'', b'"', b'\'', ..] => 3,
            _ => {
                bare.push_str(&here[..1]);
                rest = &here[1..];
                continue;
            }
        };
        bare.extend(here[..length].chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = &here[length..];
    }
    bare + rest
}

/// How many bytes a string takes, with its quotes.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let closing = |(i, c): (usize, char)| match c {
        _ if escaped => {
            escaped = false;
            None
        }
        '\\' => {
            escaped = true;
            None
        }
        '"' if i > 0 => Some(i + 1),
        _ => None,
    };
    text.char_indices().find_map(closing).expect("a string ends")
}

/// One name that a `use` brings.
struct Use {
    at: usize,
    exported: bool,
    name: String,
    path: Vec<String>,
}

/// Every name that the code brings by `use`.
fn uses(code: &str) -> Vec<Use> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ").filter(|(at, _)| *at == 0 || !is_name(code.as_bytes()[at - 1])) {
        let tree = &code[at + "use ".len()..at + code[at..].find(';').expect("a use ends")];
        let exported = code[..at].ends_with("pub ") || code[..at].ends_with(") ");
        found.extend(leaves(tree).into_iter().map(|(name, path)| Use { at, exported, name, path }));
    }
    found
}

/// The names and paths in a tree: `a::{b, c as d}` → `b` is `a::b`, `d` is `a::c`.
fn leaves(tree: &str) -> Vec<(String, Vec<String>)> {
    let tree = tree.trim();
    if let Some((prefix, group)) = tree.split_once('{') {
        let prefix = segments(prefix);
        let inner = group.strip_suffix('}').expect("a group ends");
        let branches = split_at_commas(inner).into_iter().flat_map(leaves);
        let whole = |(name, path): (String, Vec<String>)| match name.as_str() {
            "self" => (prefix[prefix.len() - 1].clone(), prefix.clone()),
            _ => (name, [&prefix[..], &path].concat()),
        };
        return branches.map(whole).collect();
    }
    assert!(!tree.ends_with('*'), "`use {tree}`: name what is used, so that this test can read it");
    let (path, name) = tree.split_once(" as ").unwrap_or((tree, tree.rsplit("::").next().unwrap()));
    if tree.is_empty() { Vec::new() } else { vec![(name.trim().to_owned(), segments(path))] }
}

fn split_at_commas(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let at_top = move |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    };
    group.split(at_top).collect()
}

fn segments(path: &str) -> Vec<String> {
    path.split("::").map(str::trim).filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

/// How often a name stands in the code.
fn count(code: &str, name: &str) -> usize {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| *word == name).count()
}

/// Paths in the code itself: where each begins, and its segments.
fn inline(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if code[at..].starts_with("use ") {
            at += code[at..].find(';').expect("a use ends");
        }
        let length = code[at..].bytes().take_while(|&byte| is_name(byte) || byte == b':').count();
        let path = segments(&code[at..at + length]);
        if path.len() > 1 {
            found.push((at, path));
        }
        at += length.max(code[at..].chars().next().map_or(1, char::len_utf8));
    }
    found
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
