//! Where the checkout, the build output and the installed tools are, and how steps are announced.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result};
use xshell::Shell;

/// The folders that every command works in, and a shell that stands in the first.
pub struct Workspace {
    pub shell: Shell,
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder: `CARGO_TARGET_DIR`, else `target` in the checkout.
    pub target: PathBuf,
    /// Tools installed once for all checkouts, in `PUPIL_CACHE`, else in `~/.cache/pupil`.
    pub tools: PathBuf,
}

impl Workspace {
    /// Finds the folders, and puts the tools' programs first on the shell's `PATH`.
    pub fn find() -> Result<Self> {
        // Said by cargo when it runs this, not when it built it: several checkouts may have one target folder.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").context("run it as `cargo xtask`")?;
        let root = Path::new(&manifest).parent().context("xtask is in the checkout")?.to_owned();
        let target = root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        let cache = match env::var_os("PUPIL_CACHE") {
            Some(folder) => folder.into(),
            None => env::home_dir().context("no home folder: set PUPIL_CACHE")?.join(".cache/pupil"),
        };
        let tools = cache.join("tools");
        let shell = Shell::new()?;
        shell.change_dir(&root);
        shell.set_var("PATH", search_path(&[tools.join("bin"), root.join("node_modules/.bin")])?);
        Ok(Self { shell, root, target, tools })
    }
}

fn search_path(first: &[PathBuf]) -> Result<std::ffi::OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(first.iter().cloned().chain(env::split_paths(&inherited)))?)
}

/// When a file was last changed; nothing if it is not there.
pub fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|file| file.modified()).ok()
}

/// Runs `work` between a line that names it and a line with the seconds it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {name}");
    let start = Instant::now();
    let outcome = work().with_context(|| format!("failed: {name}"))?;
    println!("✓ {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(outcome)
}
