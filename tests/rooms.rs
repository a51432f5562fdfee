//! Holds the table of rooms: which may use which, and which outside crates are named where; and that no files use each other in
//! a circle.
#![cfg(not(target_family = "wasm"))]

mod arrows;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use arrows::{Arrow, Crate, room};

/// A room and the rooms that it may use.
type Room = (&'static str, &'static [&'static str]);

/// The rooms of the crate, the lowest first.
const ROOMS: [Room; 18] = [
    ("error", &[]),
    ("picture", &["error"]),
    ("weights", &["error"]),
    ("network", &["error", "picture", "weights"]),
    ("infer", &["error", "weights", "network"]),
    ("data", &["error"]),
    ("eval", &["error"]),
    ("augment", &["error", "picture"]),
    ("settings", &["error", "augment"]),
    ("model", &["error", "data", "eval", "settings", "augment", "weights"]),
    ("lda", &["eval", "model", "weights"]),
    ("graph", &["error", "picture", "weights", "network", "eval", "augment", "model"]),
    ("predict", &["error", "picture", "network", "infer", "eval", "augment", "graph"]),
    ("export", &["error", "weights", "network", "augment", "model", "graph"]),
    ("nn", &["error", "picture", "weights", "network", "infer", "augment", "model"]),
    ("train", &["error", "picture", "data", "eval", "augment", "settings", "model", "lda", "nn"]),
    ("session", &["error", "picture", "network", "data", "eval", "augment", "settings", "model", "lda", "nn", "train"]),
    ("web", &["error", "session"]),
];

/// The inside of `nn`, the lowest first.
const NN: [Room; 17] = [
    ("scratch", &[]),
    ("pooling", &[]),
    ("attention", &[]),
    ("device", &[]),
    ("views", &["device"]),
    ("ops", &[]),
    ("conv", &["device", "ops"]),
    ("block", &["conv", "device", "ops"]),
    ("network", &["block"]),
    ("trunk", &["block", "device", "network"]),
    ("frozen", &["pooling", "trunk", "views"]),
    ("head", &["device"]),
    ("classifier", &["attention", "block", "device", "frozen", "head", "pooling"]),
    ("backbone", &["block", "device", "frozen", "scratch", "trunk"]),
    ("parameters", &["block", "classifier", "device", "head"]),
    ("trained_part", &["backbone", "block", "network", "pooling", "scratch"]),
    ("model", &["backbone", "classifier", "device", "parameters", "trained_part"]),
];

/// Crates that only some rooms may name, so that the rest can be tested and replaced without them.
const FENCED: [(&str, &[&str]); 6] = [
    ("pupil_kernels", &["picture", "weights", "network", "infer", "eval", "lda", "nn", "web"]),
    ("burn", &["nn", "train"]),
    ("wasm_bindgen", &["web"]),
    ("wasm_bindgen_futures", &["web"]),
    ("js_sys", &["web"]),
    ("web_sys", &["web"]),
];

fn source() -> PathBuf {
    // As cargo says it now: another checkout with the same target folder may have built this.
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("src")
}

#[test]
fn rooms_use_only_what_the_table_allows() {
    let arrows = Crate::read(&source()).arrows();
    let wrong = wrong(&arrows, &ROOMS, |arrow| (room(&arrow.from).to_owned(), arrow.room.clone()));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_of_nn_use_only_what_their_table_allows() {
    let arrows = Crate::read(&source()).arrows();
    let inside = |file: &str| file.strip_prefix("nn/").map_or("outside", room).to_owned();
    let wrong = wrong(&arrows, &NN, |arrow| (inside(&arrow.from), inside(&arrow.to)));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Arrows that the table does not allow, as `file:line: why`. lib.rs and mod.rs, which list rooms, belong to none, and neither
/// does what is outside.
fn wrong(arrows: &BTreeSet<Arrow>, table: &[Room], rooms: impl Fn(&Arrow) -> (String, String)) -> Vec<String> {
    let wrong = |arrow: &Arrow| {
        let (from, to) = rooms(arrow);
        if from == to || [&from, &to].iter().any(|room| ["lib", "mod", "outside"].contains(&room.as_str())) {
            return None;
        }
        let why = match table.iter().find(|(name, _)| *name == from) {
            None => format!("the room {from} has no line in the table"),
            Some((_, allowed)) if allowed.contains(&to.as_str()) => return None,
            Some(_) => format!("{from} may not use {to}"),
        };
        Some(format!("{}:{}: {why}", arrow.from, arrow.line))
    };
    arrows.iter().filter_map(wrong).collect()
}

#[test]
fn crates_are_named_only_where_the_table_allows() {
    let mut wrong = Vec::new();
    for (file, code) in arrows::bare_files(&source()) {
        let room = room(&file);
        for (line, text) in (1..).zip(code.lines()) {
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let named = FENCED.iter().filter(|(name, rooms)| words.contains(name) && !rooms.contains(&room));
            wrong.extend(named.map(|(name, _)| format!("{file}:{line}: {room} may not name {name}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let arrows = Crate::read(&source()).arrows();
    let circle = circle(&arrows);
    assert!(circle.is_empty(), "\n{}", circle.join(" → "));
}

/// A way from a file back to itself; empty if there is none.
fn circle(arrows: &BTreeSet<Arrow>) -> Vec<String> {
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Arrow { from, to, .. } in arrows {
        used.entry(from).or_default().insert(to);
    }
    // Take away files that use nothing that is left, until none can be taken.
    while let Some(file) = used.iter().find(|(_, to)| to.iter().all(|to| !used.contains_key(to))).map(|(file, _)| *file)
    {
        used.remove(file);
    }
    let mut way: Vec<&str> = used.keys().take(1).copied().collect();
    while let Some(next) = way.last().and_then(|file| used[file].iter().find(|to| used.contains_key(*to))) {
        if let Some(start) = way.iter().position(|file| file == next) {
            return way[start..].iter().chain([next]).map(|file| (*file).to_owned()).collect();
        }
        way.push(next);
    }
    Vec::new()
}

fn crate_of(files: &[(&str, &str)]) -> BTreeSet<Arrow> {
    Crate::new(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()).arrows()
}

#[test]
fn an_arrow_leads_to_the_file_that_defines() {
    let found = crate_of(&[
        ("lib.rs", "pub mod a;\npub mod b;"),
        ("a/mod.rs", "mod one;\nmod two;\npub use one::{One, three};\npub use two::Two as Other;\npub struct Here;"),
        ("a/one.rs", "// crate::b\nuse super::Other;\nconst TEXT: &str = \"super::Here \\\" crate::b\";"),
        ("a/two.rs", "use crate::error::Error;"),
        ("b.rs", "use crate::a::{\n    Here,\n    One as First,\n};\nfn f() { crate::a::Other::new(burn::x()) }"),
    ]);
    let found = found.iter().map(|arrow| (&*arrow.from, arrow.line, &*arrow.room, &*arrow.to)).collect::<Vec<_>>();
    let expected = [
        ("a/one.rs", 2, "a", "a/two.rs"),
        ("b.rs", 1, "a", "a/mod.rs"),
        ("b.rs", 1, "a", "a/one.rs"),
        ("b.rs", 5, "a", "a/two.rs"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_circle_behind_a_mod_is_seen() {
    let files = |one| {
        [
            ("a/mod.rs", "mod one;\nmod two;\npub use one::One;\npub use two::Two;"),
            ("a/one.rs", one),
            ("a/two.rs", "use super::One;"),
        ]
    };
    assert_eq!(circle(&crate_of(&files("use super::Two;"))), ["a/one.rs", "a/two.rs", "a/one.rs"]);
    assert_eq!(circle(&crate_of(&files("struct One;"))), [""; 0]);
}
