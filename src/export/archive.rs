//! The files of an export as one ZIP archive.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::file::ExportedFile;

/// An archive of the files, as they are: weights do not compress.
pub fn archive(files: &[ExportedFile]) -> Vec<u8> {
    const IN_MEMORY: &str = "memory takes every byte, and each name is there once";
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        writer.start_file(file.name, stored).expect(IN_MEMORY);
        writer.write_all(&file.bytes).expect(IN_MEMORY);
    }
    writer.finish().expect(IN_MEMORY).into_inner()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use crate::export::archive::archive;
    use crate::export::file::ExportedFile;

    #[test]
    fn the_files_come_out_again() {
        let file = |name, bytes: &[u8]| ExportedFile { name, bytes: bytes.to_vec() };
        let files = [file("a.txt", b"first"), file("b.bin", &[0, 255])];
        let mut archive = zip::ZipArchive::new(Cursor::new(archive(&files))).unwrap();
        for file in &files {
            let mut bytes = Vec::new();
            archive.by_name(file.name).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes, file.bytes);
        }
        assert_eq!(archive.len(), files.len());
    }
}
