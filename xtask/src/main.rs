//! `cargo xtask`: installs what building Pupil needs, builds it, serves it and tests it.

mod pkg;
mod tools;
mod wasm;
mod workspace;

use anyhow::{Result, bail};

use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask <command>

  pkg    build the npm package's dist folder (pkg/dist): WebAssembly, weights, vendored modules
  setup  install or find every tool that the other commands need";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let workspace = Workspace::find()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["pkg"] => pkg::build(&workspace),
        ["setup"] => tools::setup(&workspace),
        _ => bail!("{USAGE}"),
    }
}
