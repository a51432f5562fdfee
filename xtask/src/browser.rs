//! The browsers that tests drive: Chromium for most, Firefox and WebKit for the main job.

use std::env;
use std::fs;
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

/// A program that the main job is also driven with, and the variable that names it to the tests.
pub struct Other {
    pub variable: &'static str,
    /// Nothing where it is not installed.
    pub program: Option<PathBuf>,
}

/// Firefox, WebKitGTK's WebDriver and the screen that WebKit is shown on; on Debian, installs what is missing.
pub fn others(workspace: &Workspace) -> Result<[Other; 3]> {
    let is_debian =
        fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    if is_debian && installed_others().iter().any(|other| other.program.is_none()) {
        tools::apt_install(workspace, &["firefox-esr", "webkit2gtk-driver", "xvfb"])?;
    }
    Ok(installed_others())
}

fn installed_others() -> [Other; 3] {
    let other = |variable, names| Other { variable, program: program(variable, names) };
    [
        other("FIREFOX", &["firefox-esr", "firefox"]),
        other("WEBKIT_DRIVER", &["WebKitWebDriver"]),
        other("XVFB", &["Xvfb"]),
    ]
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
