//! `cargo xtask test`: every check there is, cheap ones first, stopping at the first that fails.

use std::fs;

use anyhow::{Result, bail};
use xshell::{Cmd, cmd};

use crate::wasm::{self, Toolchain};
use crate::workspace::{Workspace, step};
use crate::{browser, dist, size, tools};

type Step = (&'static str, fn(&Workspace) -> Result<()>);

const STEPS: [Step; 12] = [
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
    ("browsers", browsers),
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
        cmd!(workspace.shell, "cargo clippy --quiet --package {package} --all-features --all-targets -- -D warnings")
            .run()?;
    }
    Ok(())
}

/// The rooms that need no burn compile without it.
fn without_learn(workspace: &Workspace) -> Result<()> {
    let check = cmd!(
        workspace.shell,
        "cargo clippy --quiet --package pupil --lib --no-default-features --features export -- -D warnings"
    );
    Ok(check.run()?)
}

/// Builds, and refuses warnings: Clippy is the compiler here. Cargo repeats those of an earlier build, so nothing is
/// recompiled for them; a flag that denies them would be another build.
fn lint_wasm(workspace: &Workspace) -> Result<()> {
    let build = wasm::cargo(workspace, &Toolchain::find(workspace)?, "build").args(["--quiet", "--lib", "--tests"]);
    let output = build.ignore_status().output()?;
    let diagnostics = String::from_utf8_lossy(&output.stderr);
    eprint!("{diagnostics}");
    if !output.status.success() || diagnostics.contains("warning:") {
        bail!("the compiler or Clippy has something to say");
    }
    Ok(())
}

fn docs(workspace: &Workspace) -> Result<()> {
    for package in PACKAGES {
        cmd!(workspace.shell, "cargo doc --quiet --package {package} --all-features --no-deps")
            .env("RUSTDOCFLAGS", "-D warnings")
            .run()?;
    }
    Ok(())
}

/// One at a time: together their dependencies' features are merged, and the networks would be built twice.
const PACKAGES: [&str; 7] =
    ["pupil", "pupil-decoder", "pupil-embedder", "pupil-exporter", "pupil-kernels", "pupil-runtime", "xtask"];

fn native(workspace: &Workspace) -> Result<()> {
    for package in PACKAGES {
        cmd!(workspace.shell, "cargo test --package {package} --all-features").run()?;
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
    // Programs that exports are for, run by some of them.
    tools::node_modules_in(workspace, "tests/exports")?;
    let chromium = browser::find(workspace)?.chromium;
    let tests = [files(workspace, "tests/npm", ".test.js")?, files(workspace, "tests/page", ".test.js")?].concat();
    run_tests(workspace, &tests, |command| command.env("CHROMIUM", &chromium))
}

/// Runs files of node's tests. A browser on a busy machine can miss a moment: a file of tests in a browser that fails gets a
/// second try, which is told, and what fails twice fails.
fn run_tests(workspace: &Workspace, tests: &[String], prepare: impl Fn(Cmd) -> Cmd) -> Result<()> {
    let (failed, shell) = (workspace.target.join("failed-tests.txt"), &workspace.shell);
    let run = |tests: &[String]| {
        let command = cmd!(
            shell,
            "node --test --test-concurrency=1 --test-timeout=1200000 --test-reporter=spec --test-reporter-destination=stdout --test-reporter=./tests/failed-files.js --test-reporter-destination={failed} {tests...}"
        );
        prepare(command).run()
    };
    let Err(error) = run(tests) else { return Ok(()) };
    let again: Vec<_> = shell.read_file(&failed)?.lines().map(str::to_owned).collect();
    let has_browser = |file: &String| shell.read_file(file).is_ok_and(|text| text.contains("/browser.js"));
    if again.is_empty() || !again.iter().all(has_browser) {
        return Err(error.into());
    }
    println!("▸ failed once, a second try: {}", again.join(", "));
    run(&again)?;
    println!("▸ failed once, passed at the second try: {}", again.join(", "));
    Ok(())
}

/// The main job in Chromium, Firefox and WebKit, as far as they are there.
fn browsers(workspace: &Workspace) -> Result<()> {
    tools::node_modules(workspace)?;
    let tests = files(workspace, "tests/browsers", ".test.js")?;
    let mut programs = vec![("CHROMIUM", browser::find(workspace)?.chromium)];
    for browser::Other { variable, program } in browser::others(workspace)? {
        match program {
            Some(program) => programs.push((variable, program)),
            None => println!("  skipped: what needs {variable}, which is not installed; name its program there"),
        }
    }
    run_tests(workspace, &tests, |command| command.envs(programs.clone()))
}

/// Exports of each kind, run in the programs of Python and npm that they are for, which are installed beside nothing else.
fn exports(workspace: &Workspace) -> Result<()> {
    let [environment, folder] = ["exports-python", "exports"].map(|name| workspace.target.join(name));
    let python = environment.join("bin/python");
    if !python.exists() {
        cmd!(workspace.shell, "python3 -m venv {environment}").run()?;
    }
    cmd!(workspace.shell, "{python} -m pip install --quiet --requirement tests/exports/requirements.txt").run()?;
    crate::pkg::remove_folder(&folder)?;
    cmd!(workspace.shell, "cargo test --package pupil --all-features --test exports")
        .env("PUPIL_EXPORTS", &folder)
        .run()?;
    cmd!(workspace.shell, "{python} tests/exports/parity.py {folder}").env("KERAS_BACKEND", "torch").run()?;
    cmd!(workspace.shell, "{python} tests/exports/continuing.py {folder}").run()?;
    tools::node_modules(workspace)?;
    tools::node_modules_in(workspace, "tests/exports")?;
    cmd!(workspace.shell, "node tests/exports/tfjs.js {folder}").run()?;
    let chromium = browser::find(workspace)?.chromium;
    Ok(cmd!(workspace.shell, "node tests/exports/ml5.js {folder}").env("CHROMIUM", chromium).run()?)
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
