//! `cargo xtask test`: every check there is, cheap ones first, stopping at the first that fails.

use std::fs;

use anyhow::{Result, bail};
use xshell::cmd;

use crate::wasm::{self, Toolchain};
use crate::workspace::{Workspace, step};
use crate::{browser, dist, size, tools};

type Step = (&'static str, fn(&Workspace) -> Result<()>);

const STEPS: [Step; 11] = [
    ("format", format),
    ("lint", lint),
    ("without-learn", without_learn),
    ("lint-wasm", lint_wasm),
    ("docs", docs),
    ("native", native),
    ("page", dist),
    ("size", size::check),
    ("types", types),
    ("wasm", in_browser),
    ("node", node),
];

/// Steps that run only when they are named: they install much.
const NAMED_STEPS: [Step; 1] = [("exports", exports)];

/// Runs the named steps, or all that need no naming.
pub fn run(workspace: &Workspace, names: &[&str]) -> Result<()> {
    let known = || STEPS.iter().chain(&NAMED_STEPS);
    if let Some(unknown) = names.iter().find(|name| !known().any(|(known, _)| known == *name)) {
        bail!("no step {unknown}; there are: {}", known().map(|(name, _)| *name).collect::<Vec<_>>().join(", "));
    }
    let chosen = known().filter(|(name, _)| names.contains(name));
    let all = STEPS.iter().filter(|_| names.is_empty());
    for (name, check) in all.chain(chosen) {
        step(name, || check(workspace))?;
    }
    Ok(())
}

fn format(workspace: &Workspace) -> Result<()> {
    Ok(cmd!(workspace.shell, "cargo fmt --all --check").run()?)
}

fn lint(workspace: &Workspace) -> Result<()> {
    for package in PACKAGES {
        cmd!(workspace.shell, "cargo clippy --quiet --package {package} --all-targets -- -D warnings").run()?;
    }
    Ok(())
}

/// The rooms that need no burn compile without it.
fn without_learn(workspace: &Workspace) -> Result<()> {
    let check =
        cmd!(workspace.shell, "cargo clippy --quiet --package pupil --lib --no-default-features -- -D warnings");
    Ok(check.run()?)
}

/// Builds, and refuses warnings: Clippy is the compiler here. Cargo tells those of an earlier build again, so nothing is
/// compiled anew for them; to deny them by a flag would be another build.
fn lint_wasm(workspace: &Workspace) -> Result<()> {
    let build = wasm::cargo(workspace, &Toolchain::find(workspace)?, "build").args(["--quiet", "--lib", "--tests"]);
    let output = build.ignore_status().output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    eprint!("{told}");
    if !output.status.success() || told.contains("warning:") {
        bail!("the compiler or Clippy has something to say");
    }
    Ok(())
}

fn docs(workspace: &Workspace) -> Result<()> {
    for package in PACKAGES {
        cmd!(workspace.shell, "cargo doc --quiet --package {package} --no-deps")
            .env("RUSTDOCFLAGS", "-D warnings")
            .run()?;
    }
    Ok(())
}

/// One at a time: together their dependencies' features are merged, and the networks would be built twice.
const PACKAGES: [&str; 4] = ["pupil", "pupil-exporter", "pupil-kernels", "xtask"];

fn native(workspace: &Workspace) -> Result<()> {
    for package in PACKAGES {
        cmd!(workspace.shell, "cargo test --package {package}").run()?;
    }
    Ok(())
}

fn types(workspace: &Workspace) -> Result<()> {
    tools::node_modules(workspace)?;
    for project in [".", "www"] {
        cmd!(workspace.shell, "tsc --project {project}").run()?;
    }
    Ok(())
}

/// The integration tests that say `wasm_bindgen_test`, in a worker of headless Chromium.
fn in_browser(workspace: &Workspace) -> Result<()> {
    tools::wasm_test_runner(workspace)?;
    let driver = browser::find(workspace)?.driver;
    let mut tests = wasm::cargo(workspace, &Toolchain::find(workspace)?, "test")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600");
    for file in files(workspace, "tests", ".rs")? {
        if workspace.shell.read_file(&file)?.contains("wasm_bindgen_test") {
            tests = tests.arg("--test").arg(file.trim_start_matches("tests/").trim_end_matches(".rs"));
        }
    }
    Ok(tests.run()?)
}

/// The package's tests and the page's, each file in turn.
fn node(workspace: &Workspace) -> Result<()> {
    tools::node_modules(workspace)?;
    let chromium = browser::find(workspace)?.chromium;
    let tests = [files(workspace, "tests/npm", ".test.js")?, files(workspace, "tests/page", ".test.js")?].concat();
    cmd!(workspace.shell, "node --test --test-concurrency=1 --test-timeout=600000 --test-reporter=spec {tests...}")
        .env("CHROMIUM", chromium)
        .run()?;
    Ok(())
}

/// Exports of each kind, run in the Python programs that they are for. They are installed into an environment of their own.
fn exports(workspace: &Workspace) -> Result<()> {
    let [environment, folder] = ["exports-python", "exports"].map(|name| workspace.target.join(name));
    let python = environment.join("bin/python");
    if !python.exists() {
        cmd!(workspace.shell, "python3 -m venv {environment}").run()?;
    }
    cmd!(workspace.shell, "{python} -m pip install --quiet --requirement tests/exports/requirements.txt").run()?;
    crate::pkg::remove_folder(&folder)?;
    cmd!(workspace.shell, "cargo test --package pupil --test exports").env("PUPIL_EXPORTS", &folder).run()?;
    Ok(cmd!(workspace.shell, "{python} tests/exports/parity.py {folder}").run()?)
}

/// Paths in the checkout of the files in `folder` whose names end in `ending`, sorted.
fn files(workspace: &Workspace, folder: &str, ending: &str) -> Result<Vec<String>> {
    let mut found: Vec<String> = fs::read_dir(workspace.root.join(folder))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(ending))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    found.sort();
    Ok(found)
}
