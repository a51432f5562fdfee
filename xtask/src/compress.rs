//! A Brotli and a gzip copy of each file of a page, for servers that send precompressed files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Result;
use flate2::{Compression, write::GzEncoder};

use crate::remembered::remembered;

/// Kinds of files that compress.
const COMPRESSIBLE: [&str; 7] = ["css", "html", "js", "json", "safetensors", "svg", "wasm"];

/// Compresses every compressible file under `folder`, all at once; what has not changed comes out of `memory`.
pub fn compress_all(folder: &Path, memory: &Path) -> Result<()> {
    let files = files(folder)?;
    thread::scope(|scope| {
        let running: Vec<_> = files.iter().map(|file| scope.spawn(|| compress(folder, file, memory))).collect();
        running.into_iter().try_for_each(|thread| thread.join().expect("compression does not panic"))
    })
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|kind| COMPRESSIBLE.iter().any(|compressible| kind == *compressible)) {
            found.push(path);
        }
    }
    Ok(found)
}

fn compress(folder: &Path, file: &Path, memory: &Path) -> Result<()> {
    let content = fs::read(file)?;
    let memory = memory.join(file.strip_prefix(folder)?);
    let twin = |kind: &str| format!("{}.{kind}", file.display());
    fs::write(twin("br"), remembered(&memory.join("brotli-11"), &content, || brotli(&content))?)?;
    fs::write(twin("gz"), remembered(&memory.join("gzip-9"), &content, || gzip(&content))?)?;
    Ok(())
}

/// Brotli at its best quality and the largest window that browsers take.
fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn both_twins_hold_the_file() {
        let folder = std::env::temp_dir().join(format!("pupil-compress-{}", std::process::id()));
        let content = "a page of words, words, words".repeat(99);
        fs::create_dir_all(folder.join("page/js")).unwrap();
        fs::write(folder.join("page/js/main.js"), &content).unwrap();
        fs::write(folder.join("page/photo.jpg"), &content).unwrap();
        compress_all(&folder.join("page"), &folder.join("memory")).unwrap();

        let read = |name: &str| fs::File::open(folder.join("page").join(name));
        let (mut brotli, mut gzip) = (String::new(), String::new());
        brotli::Decompressor::new(read("js/main.js.br").unwrap(), 4096).read_to_string(&mut brotli).unwrap();
        flate2::read::GzDecoder::new(read("js/main.js.gz").unwrap()).read_to_string(&mut gzip).unwrap();
        assert_eq!((&brotli, &gzip), (&content, &content));
        assert!(read("photo.jpg.br").is_err(), "a photo is compressed already");
        fs::remove_dir_all(folder).unwrap();
    }
}
