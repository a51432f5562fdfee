//! What a file of weights is, by its first bytes.

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// <https://huggingface.co/docs/safetensors>
    Safetensors,
    /// PyTorch's since 1.6: a ZIP archive.
    Archive,
    /// PyTorch's before 1.6: pickles one after the other.
    Pickles,
}

/// The magic number that PyTorch's older files begin with, as pickle's `LONG1` writes it.
const MAGIC: [u8; 12] = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/// First bytes of files that people take for weights, and what to say of them.
const OTHERS: [(&[u8], &str); 14] = [
    (b"version https://git-lfs", "it is a Git LFS pointer, not the file it stands for. Download the file itself"),
    (b"<!doctype", WEB_PAGE),
    (b"<html", WEB_PAGE),
    (b"<!--", WEB_PAGE),
    (b"<?xml", WEB_PAGE),
    (b"{", "it is a text in JSON, neither a safetensors nor a PyTorch file"),
    (b"\x1f\x8b", "it is compressed with gzip. Unpack it first"),
    (b"BZh", "it is compressed with bzip2. Unpack it first"),
    (b"\xfd7zXZ\0", "it is compressed with xz. Unpack it first"),
    (b"\x28\xb5\x2f\xfd", "it is compressed with Zstandard. Unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive. Unpack it first"),
    (b"Rar!", "it is a RAR archive. Unpack it first"),
    (b"\x89HDF\r\n\x1a\n", "it is an HDF5 file of Keras, neither a safetensors nor a PyTorch file"),
    (b"\x80", "it is a Python pickle that `torch.save` did not write"),
];
const WEB_PAGE: &str = "it is a web page that was downloaded in place of the file";

/// The format of a file, or what is wrong with it.
pub fn of(bytes: &[u8]) -> Result<Format, &'static str> {
    let start = &bytes[..bytes.len().min(40)];
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Format::Archive);
    }
    if bytes.first() == Some(&0x80) && start.windows(MAGIC.len()).any(|window| window == MAGIC) {
        return Ok(Format::Pickles);
    }
    if bytes.get(8) == Some(&b'{') {
        return Ok(Format::Safetensors);
    }
    Err(other(bytes))
}

fn other(bytes: &[u8]) -> &'static str {
    if bytes.is_empty() {
        return "it is empty";
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return "it is a tar archive. Unpack it first";
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let starts = |first: &[u8]| text.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first));
    let known = OTHERS.iter().find(|(first, _)| starts(first));
    known.map_or("it is neither a safetensors nor a PyTorch file", |&(_, reason)| reason)
}
