//! The browser that tests drive, and its WebDriver.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::tools;
use crate::workspace::Workspace;

/// Chromium (or Chrome) and the chromedriver of the same version.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds both, by `CHROMIUM` and `CHROMEDRIVER` or on the `PATH`; on Debian, installs them.
pub fn find(workspace: &Workspace) -> Result<Browser> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    if Path::new(tools::APT).exists() {
        tools::apt_install(workspace, &["chromium", "chromium-driver"])?;
    }
    match installed() {
        Some(found) => Ok(found),
        None => {
            bail!("the tests need Chromium and chromedriver: install both, or name them in CHROMIUM and CHROMEDRIVER")
        }
    }
}

fn installed() -> Option<Browser> {
    Some(Browser {
        chromium: program("CHROMIUM", &["chromium", "google-chrome", "chromium-browser"])?,
        driver: program("CHROMEDRIVER", &["chromedriver"])?,
    })
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = env::var_os(variable) {
        return Some(named.into());
    }
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}
