//! Whether `pkg/dist` is newer than all that it is made from, so that a change to the page alone waits for nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::workspace::Workspace;

/// A file that says what was made last, and by its own time when.
pub struct Stamp {
    file: PathBuf,
    content: String,
}

impl Stamp {
    /// The stamp of this checkout's output. Another checkout's takes its place.
    pub fn new(workspace: &Workspace) -> Self {
        Self { file: workspace.target.join("pkg-dist.stamp"), content: workspace.root.display().to_string() }
    }

    /// True if this checkout was made last, after every source last changed.
    pub fn is_newer_than<P: AsRef<Path>>(&self, mut sources: impl Iterator<Item = P>) -> bool {
        let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
        let made = modified(&self.file);
        fs::read_to_string(&self.file).is_ok_and(|last| last == self.content)
            && sources.all(|source| modified(source.as_ref()).is_some_and(|changed| Some(changed) < made))
    }

    /// Says that this checkout was made now.
    pub fn renew(&self) -> Result<()> {
        Ok(fs::write(&self.file, &self.content)?)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn only_this_checkouts_stamp_after_the_source_counts() {
        let folder = std::env::temp_dir().join(format!("pupil-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let source = folder.join("source");
        fs::File::create(&source).unwrap().set_modified(SystemTime::now() - Duration::from_secs(9)).unwrap();
        let stamp = |checkout: &str| Stamp { file: folder.join("stamp"), content: checkout.to_owned() };

        assert!(!stamp("here").is_newer_than([&source].iter()), "nothing was made yet");
        stamp("here").renew().unwrap();
        assert!(stamp("here").is_newer_than([&source].iter()));
        assert!(!stamp("there").is_newer_than([&source].iter()), "the other checkout was made last");
        fs::File::open(&source).unwrap().set_modified(SystemTime::now() + Duration::from_secs(9)).unwrap();
        assert!(!stamp("here").is_newer_than([&source].iter()), "the source changed since");
        fs::remove_dir_all(folder).unwrap();
    }
}
