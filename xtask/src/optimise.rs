//! Making the module small with binaryen's wasm-opt.

use std::fs;
use std::path::Path;

use anyhow::Result;
use xshell::cmd;

use crate::remembered::remembered;
use crate::workspace::Workspace;

/// What the compiler emits for this target by default, and SIMD. Never all features: binaryen knows some that browsers refuse.
const FEATURES: [&str; 7] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext", "simd"];

const LEVEL: &str = "-Oz";

/// Replaces the module by a smaller one. Takes minutes, once for each module.
pub fn optimise(workspace: &Workspace, module: &Path) -> Result<()> {
    let features = FEATURES.map(|feature| format!("--enable-{feature}"));
    let recipe = format!("{LEVEL} {}", features.join(" "));
    let smaller = remembered(workspace, "pupil_bg.wasm", &recipe, &fs::read(module)?, || {
        let output = module.with_extension("smaller");
        cmd!(workspace.shell, "wasm-opt {LEVEL} {features...} {module} -o {output}").run()?;
        let smaller = fs::read(&output)?;
        fs::remove_file(&output)?;
        Ok(smaller)
    })?;
    Ok(fs::write(module, smaller)?)
}
