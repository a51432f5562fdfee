//! `pkg/dist`: the built half of the npm package. Made beside the old one and swapped in, so that a failed build changes nothing.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::remembered::remembered;
use crate::workspace::{Workspace, step};
use crate::{tools, wasm};

/// Files that are copied as they are: where from, and where to in `pkg/dist`.
const COPIES: [(&str, &str); 4] = [
    ("assets/efficientnet_lite0.safetensors", "efficientnet_lite0.safetensors"),
    ("assets/LICENSE-APACHE-weights", "efficientnet_lite0.LICENSE"),
    ("node_modules/idb/build/index.js", "vendor/idb.js"),
    ("node_modules/idb/LICENSE", "vendor/idb.LICENSE"),
];

/// What the compiler emits for this target by default, and SIMD. Never all features: browsers lack some that binaryen knows.
const FEATURES: [&str; 7] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext", "simd"];

/// Whether the module is made small, which takes minutes.
#[derive(Clone, Copy, PartialEq)]
pub enum Quality {
    Draft,
    Release,
}

impl Quality {
    /// As Trunk tells its hooks; [`Quality::Draft`] outside of Trunk.
    pub fn from_trunk() -> Self {
        if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") { Self::Release } else { Self::Draft }
    }
}

/// Builds the module and everything beside it into `pkg/dist`.
pub fn build(workspace: &Workspace, quality: Quality) -> Result<()> {
    tools::wasm_bindgen(workspace)?;
    tools::node_modules(workspace)?;
    let module = step("WebAssembly module", || wasm::build(workspace))?;
    let fresh = workspace.root.join("pkg/dist.new");
    remove_folder(&fresh)?;
    step("JavaScript bindings", || bind(workspace, &module, &fresh))?;
    if quality == Quality::Release {
        step("smaller module", || optimise(workspace, &fresh.join("pupil_bg.wasm")))?;
    }
    copy_files(workspace, &fresh)?;
    swap(&workspace.root.join("pkg/dist"), &fresh, &workspace.root.join("pkg/dist.old"))
}

fn bind(workspace: &Workspace, module: &Path, folder: &Path) -> Result<()> {
    let shell = &workspace.shell;
    cmd!(shell, "wasm-bindgen --target web --remove-name-section --out-name pupil --out-dir {folder} {module}")
        .quiet()
        .run()?;
    check_exports(&fs::read_to_string(folder.join("pupil_bg.wasm.d.ts"))?)
}

/// Refuses a module whose exports lld has wrapped as commands: each call from JavaScript would then run all static constructors again.
fn check_exports(declarations: &str) -> Result<()> {
    ensure!(
        !declarations.contains("command_export"),
        "the module's exports are wrapped as commands: call __wasm_call_ctors once, first thing in #[wasm_bindgen(start)]"
    );
    Ok(())
}

fn optimise(workspace: &Workspace, module: &Path) -> Result<()> {
    let features: Vec<String> = FEATURES.iter().map(|feature| format!("--enable-{feature}")).collect();
    let smaller = remembered(workspace, "pupil_bg.wasm", &features.concat(), &fs::read(module)?, || {
        let smaller = module.with_extension("smaller");
        cmd!(workspace.shell, "wasm-opt -Oz {features...} {module} -o {smaller}").run()?;
        let content = fs::read(&smaller)?;
        fs::remove_file(&smaller)?;
        Ok(content)
    })?;
    Ok(fs::write(module, smaller)?)
}

fn copy_files(workspace: &Workspace, folder: &Path) -> Result<()> {
    for (from, to) in COPIES {
        let to = folder.join(to);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(workspace.root.join(from), &to).with_context(|| format!("cannot copy {from} to {}", to.display()))?;
    }
    // Here the module's types are found through npm; those who install the package are given none of its inside.
    Ok(fs::write(folder.join("vendor/idb.d.ts"), "export * from \"idb\";\n")?)
}

fn swap(current: &Path, fresh: &Path, old: &Path) -> Result<()> {
    remove_folder(old)?;
    if current.exists() {
        fs::rename(current, old)?;
    }
    fs::rename(fresh, current)?;
    remove_folder(old)
}

fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_exports;

    #[test]
    fn wrapped_exports_are_refused() {
        assert!(check_exports("export const engine_create: (a: number) => any;").is_ok());
        assert!(check_exports("export const __externref_table_alloc_command_export: () => number;").is_err());
    }
}
