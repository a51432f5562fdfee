//! What turns a folder with the page into one that any static server may send: its modules joined, the policy in the page, its service
//! worker, and compressed copies of the files.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::compress::compress_all;
use crate::offline::{with_worker, write_worker};
use crate::tools;
use crate::workspace::{Workspace, step};

/// Trunk's post-build hook: seals a release, and leaves a development build as it is.
pub fn seal_from_trunk(workspace: &Workspace) -> Result<()> {
    let folder = env::var_os("TRUNK_STAGING_DIR").context("seal is Trunk's hook: run `cargo xtask dist`")?;
    if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        step("modules, policy and compressed files", || seal(workspace, Path::new(&folder)))?;
    }
    Ok(())
}

/// Joins the modules of the page in `folder`, puts the policy into it, writes its service worker, and compresses what compresses.
pub fn seal(workspace: &Workspace, folder: &Path) -> Result<()> {
    tools::node_modules(workspace)?;
    cmd!(workspace.shell, "node www/release/bundle.js {folder}").run()?;
    let page = folder.join("index.html");
    let open = fs::read_to_string(&page)?;
    fs::write(&page, with_worker(&with_policy(&open, &policy(workspace)?)?)?)?;
    write_worker(workspace, folder)?;
    compress_all(folder, &workspace.target.join("compressed"))
}

/// The content security policy that Trunk's own server sends, so that it is written down once.
pub fn policy(workspace: &Workspace) -> Result<String> {
    configured_policy(&fs::read_to_string(workspace.root.join("Trunk.toml"))?)
}

fn configured_policy(configuration: &str) -> Result<String> {
    let configuration: toml::Table = configuration.parse()?;
    let policy = configuration.get("serve").and_then(|serve| serve.get("headers")?.get("Content-Security-Policy"));
    Ok(policy
        .and_then(|policy| policy.as_str())
        .context("Trunk.toml has no [serve.headers] Content-Security-Policy")?
        .to_owned())
}

/// The page with the policy as the first thing in its head, before anything could be loaded.
fn with_policy(page: &str, policy: &str) -> Result<String> {
    ensure!(page.matches("<head>").count() == 1, "www/index.html has no plain <head> tag");
    Ok(page.replace("<head>", &format!("<head>\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")))
}

#[cfg(test)]
mod tests {
    use super::{configured_policy, with_policy};

    const TRUNK: &str = include_str!("../../Trunk.toml");

    #[test]
    fn the_policy_stands_before_anything_else_in_the_head() {
        let page = with_policy("<html><head><link href=\"a\"></head></html>", "default-src 'self'").unwrap();
        assert!(page.starts_with(
            "<html><head>\n  <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\"><link"
        ));
    }

    #[test]
    fn a_page_without_a_head_is_refused() {
        assert!(with_policy("<html><body></body></html>", "default-src 'self'").is_err());
    }

    #[test]
    fn while_developing_the_page_may_do_no_more_than_the_reload_script() {
        let configuration: toml::Table = TRUNK.parse().unwrap();
        let development: Vec<_> =
            configuration["serve"]["csp"].as_array().unwrap().iter().filter_map(|part| part.as_str()).collect();
        assert_eq!(development.join("; ").replace(" 'nonce-{{NONCE}}'", ""), configured_policy(TRUNK).unwrap());
    }
}
