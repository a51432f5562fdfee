//! The programs that are not Rust's own: found where they are installed, else installed once.

use std::fs;

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::workspace::{Workspace, modified};

/// Debian's package manager.
pub const APT: &str = "/usr/bin/apt-get";

/// The program that runs the crate's tests in a browser, in the version of wasm-bindgen that the crate is locked to.
pub fn wasm_test_runner(workspace: &Workspace) -> Result<()> {
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    cargo_tool(
        workspace,
        "wasm-bindgen-test-runner",
        &format!("wasm-bindgen-test-runner {version}"),
        &["wasm-bindgen-cli", "--version", version],
    )
}

/// Makes sure that `program --version` starts with `wanted`, by `cargo install <package>` if need be.
fn cargo_tool(workspace: &Workspace, program: &str, wanted: &str, package: &[&str]) -> Result<()> {
    let shell = &workspace.shell;
    let found = cmd!(shell, "{program} --version").quiet().ignore_stderr().read();
    if found.is_ok_and(|version| version.starts_with(wanted)) {
        return Ok(());
    }
    let tools = &workspace.tools;
    println!("  installing {wanted} into {} (once, some minutes)", tools.display());
    cmd!(shell, "cargo install --quiet --root {tools} {package...}")
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .run()?;
    Ok(())
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

/// Runs `npm ci` unless the installed modules are newer than the lock file.
pub fn node_modules(workspace: &Workspace) -> Result<()> {
    node_modules_in(workspace, ".")
}

/// The npm modules that a folder's package-lock.json names.
pub fn node_modules_in(workspace: &Workspace, folder: &str) -> Result<()> {
    let folder = workspace.root.join(folder);
    let [installed, locked] = ["node_modules/.package-lock.json", "package-lock.json"].map(|file| folder.join(file));
    if modified(&installed) >= modified(&locked) {
        return Ok(());
    }
    let shell = &workspace.shell;
    if cmd!(shell, "npm --version").quiet().ignore_stdout().run().is_err() {
        bail!("npm is missing: install Node.js 20 or newer (on Debian as root: apt-get install nodejs npm)");
    }
    Ok(cmd!(shell, "npm ci --no-progress --ignore-scripts --prefix {folder}").run()?)
}

/// Installs Debian packages: at once as root, else says which command would.
pub fn apt_install(workspace: &Workspace, packages: &[&str]) -> Result<()> {
    let shell = &workspace.shell;
    if cmd!(shell, "id -u").quiet().read()? != "0" {
        bail!("missing Debian packages: run `sudo apt-get install {}`", packages.join(" "));
    }
    cmd!(shell, "apt-get update -qq").run()?;
    cmd!(shell, "apt-get install -qq -o Dpkg::Use-Pty=0 --no-install-recommends {packages...}")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_locked_version_is_the_packages_own() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
