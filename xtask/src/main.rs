//! `cargo xtask`: installs what building Pupil needs, builds it, serves it and tests it.

mod browser;
mod compress;
mod notices;
mod offline;
mod page;
mod pkg;
mod remembered;
mod seal;
mod serve;
mod size;
mod suite;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use xshell::cmd;

use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask <command>

  serve  build the page, serve it on localhost and open it; a reload builds what has changed
  test   run every test; `cargo xtask test <step>...` runs some of them
  dist   build the page for a server (dist/): with its policy, .br and .gz copies of each file
  pkg    build the npm package's dist folder (pkg/dist)
  fuzz   a million damaged files of each kind; `cargo xtask fuzz <count>` as many
  bench  measure this against TensorFlow.js and onnxruntime-web
  setup  install or find every tool that these need";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // In one line and without a backtrace: what failed has printed its own messages above.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    let workspace = Workspace::find()?;
    match arguments[..] {
        ["serve"] => serve::serve(workspace),
        ["test", ref steps @ ..] => suite::run(&workspace, steps),
        ["dist"] => dist(&workspace),
        ["pkg"] => pkg::build(&workspace),
        ["seal"] => seal::seal_from_trunk(&workspace),
        ["fuzz"] => fuzz(&workspace, "1000000"),
        ["fuzz", count] => fuzz(&workspace, count),
        ["bench", ref arguments @ ..] => bench(&workspace, arguments),
        ["setup"] => setup(&workspace),
        _ => bail!("{USAGE}"),
    }
}

/// Installs or finds everything that building, serving and testing need.
fn setup(workspace: &Workspace) -> Result<()> {
    workspace::step("WebAssembly toolchain", || wasm::Toolchain::find(workspace).map(drop))?;
    workspace::step("npm modules", || tools::node_modules(workspace))?;
    workspace::step("test runner", || tools::wasm_test_runner(workspace))?;
    workspace::step("Chromium", || browser::find(workspace).map(drop))?;
    workspace::step("Firefox and WebKit", || browser::others(workspace).map(drop))
}

/// Builds the page into `dist/`, with its policy and compressed files.
pub fn dist(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("dist");
    pkg::build(workspace)?;
    page::assemble(workspace, &folder)?;
    workspace::step("modules, policy and compressed files", || seal::seal(workspace, &folder))
}

/// The tests that read damaged files and paths, with more of them. Our own code is optimised, as everything else is in tests.
fn fuzz(workspace: &Workspace, count: &str) -> Result<()> {
    cmd!(workspace.shell, "cargo test --package pupil --all-features --test fuzz")
        .envs([("PUPIL_FUZZ", count), ("CARGO_PROFILE_DEV_OPT_LEVEL", "3")])
        .run()?;
    tools::node_modules(workspace)?;
    Ok(cmd!(workspace.shell, "node --test tests/npm/tree-fuzz.test.js").env("PUPIL_FUZZ", count).run()?)
}

fn bench(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    dist(workspace)?;
    let chromium = browser::find(workspace)?.chromium;
    Ok(cmd!(workspace.shell, "node bench/run.js {arguments...}").env("CHROMIUM", chromium).run()?)
}
