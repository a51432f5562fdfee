//! What lets a release work without a network: its service worker, which knows each file by its hash.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::workspace::Workspace;

/// The worker's file in a release.
const NAME: &str = "service-worker.js";

/// Kinds of files that the page asks for.
const KINDS: [&str; 9] = ["css", "html", "js", "png", "py", "safetensors", "svg", "wasm", "webmanifest"];

/// The page with the address of its service worker, which it has in a release alone.
pub fn with_worker(page: &str) -> Result<String> {
    ensure!(page.matches("</head>").count() == 1, "www/index.html has no plain </head> tag");
    Ok(page.replace("</head>", &format!("  <meta name=\"service-worker\" content=\"{NAME}\">\n</head>")))
}

/// Writes the worker of the release in `folder`. Nothing there may change afterwards.
pub fn write_worker(workspace: &Workspace, folder: &Path) -> Result<()> {
    let source = fs::read_to_string(workspace.root.join("www/release").join(NAME))?;
    let files = serde_json::to_string(&hashes(folder, folder)?)?;
    Ok(fs::write(folder.join(NAME), with_files(&source, &files))?)
}

/// The worker's source with what it has to know before it. Its version is that of the files.
fn with_files(source: &str, files: &str) -> String {
    let version = integrity(files.as_bytes());
    format!("const VERSION = \"{version}\";\nconst FILES = {files};\n\n{source}")
}

/// By path from `root` on, the hashes of the files in `folder`.
fn hashes(root: &Path, folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(hashes(root, &path)?);
        } else if path.extension().is_some_and(|kind| KINDS.iter().any(|asked| kind == *asked)) {
            let relative = path.strip_prefix(root)?.components().map(|part| part.as_os_str().to_string_lossy());
            found.insert(relative.collect::<Vec<_>>().join("/"), integrity(&fs::read(&path)?));
        }
    }
    Ok(found)
}

/// As browsers compare it: <https://www.w3.org/TR/sri-2/>.
fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_its_worker() {
        let page = with_worker("<html><head><title>A</title></head></html>").unwrap();
        assert!(
            page.contains("<title>A</title>  <meta name=\"service-worker\" content=\"service-worker.js\">\n</head>")
        );
        assert!(with_worker("<html></html>").is_err());
    }

    /// By `printf words | openssl dgst -sha256 -binary | base64`.
    const WORDS: &str = "sha256-26Nr/6XKsPki0IejrrF5+dTnRd9AsyPhsUcUAoSMij4=";

    #[test]
    fn a_worker_knows_the_files_that_the_page_asks_for() {
        let folder = std::env::temp_dir().join(format!("pupil-offline-{}", std::process::id()));
        fs::create_dir_all(folder.join("js/page")).unwrap();
        for file in ["index.html", "js/page/words.js", "js/types.d.ts", "js/words.js.br"] {
            fs::write(folder.join(file), "words").unwrap();
        }
        let found = hashes(&folder, &folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["index.html", "js/page/words.js"]);
        assert_eq!(found["index.html"], WORDS);
    }

    #[test]
    fn the_version_is_that_of_the_files() {
        let version = |files| with_files("run();", files).lines().next().map(str::to_owned);
        assert_eq!(version("{}"), version("{}"));
        assert_ne!(version("{}"), version("{\"a\":\"sha256-b\"}"));
    }
}
