//! `pkg/dist`: the built half of the npm package. Assembled in a temporary folder and swapped in, so that a failed build changes nothing.

use std::env;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::{Workspace, modified, step};
use crate::{notices, tools, wasm};

/// Files that are copied as they are: where from, and where to in `pkg/dist`.
const COPIES: [(&str, &str); 9] = [
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("assets/efficientnet_lite0.safetensors", "efficientnet_lite0.safetensors"),
    ("assets/efficientnet_lite2.safetensors", "efficientnet_lite2.safetensors"),
    ("assets/LICENSE-APACHE-weights", "efficientnet_lite.LICENSE"),
    ("node_modules/idb/build/index.js", "vendor/idb.js"),
    ("node_modules/idb/LICENSE", "vendor/idb.LICENSE"),
    ("node_modules/@zip.js/zip.js/dist/zip-core-external.min.js", "vendor/zip.js"),
    ("node_modules/@zip.js/zip.js/LICENSE", "vendor/zip.LICENSE"),
];

/// What is written last, and so dates the folder.
const LAST: &str = "pkg/dist/vendor/idb.d.ts";

/// Builds the modules and everything else into `pkg/dist`.
pub fn build(workspace: &Workspace) -> Result<()> {
    tools::node_modules(workspace)?;
    let module = step("WebAssembly module", || wasm::build(workspace))?;
    let small = step("small modules", || wasm::build_small(workspace))?;
    let modules: Vec<_> =
        iter::once((&*module, "pupil")).chain(small.iter().map(|(name, file)| (&**file, *name))).collect();
    let sources = COPIES.map(|(from, _)| workspace.root.join(from));
    let built = small.iter().map(|(_, file)| file).chain([&module]);
    if is_newer(&workspace.root.join(LAST), sources.iter().chain(built).chain([&env::current_exe()?])) {
        return Ok(());
    }
    step("pkg/dist", || assemble(workspace, &modules))
}

/// Whether `output` was written after every source last changed.
fn is_newer<'a>(output: &Path, mut sources: impl Iterator<Item = &'a PathBuf>) -> bool {
    let written = modified(output);
    sources.all(|source| modified(source).is_some_and(|changed| Some(changed) < written))
}

/// `modules`: each file, and the name that it gets.
fn assemble(workspace: &Workspace, modules: &[(&Path, &str)]) -> Result<()> {
    let fresh = workspace.root.join("pkg/dist.new");
    remove_folder(&fresh)?;
    for (module, name) in modules {
        bind(module, name, &fresh)?;
    }
    copy_files(workspace, &fresh)?;
    swap(&workspace.root.join("pkg/dist"), &fresh, &workspace.root.join("pkg/dist.old"))
}

fn bind(module: &Path, name: &str, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .out_name(name)
        .generate(folder)?;
    tell_size(name, folder)?;
    check_exports(&fs::read_to_string(folder.join(format!("{name}_bg.wasm.d.ts")))?)
}

/// Writes the module's size into its glue: a host that compresses tells another one, and a download's progress needs this one.
fn tell_size(name: &str, folder: &Path) -> Result<()> {
    let bytes = folder.join(format!("{name}_bg.wasm")).metadata()?.len();
    append(&folder.join(format!("{name}.js")), &format!("export const moduleBytes = {bytes};\n"))?;
    append(&folder.join(format!("{name}.d.ts")), "export const moduleBytes: number;\n")
}

fn append(file: &Path, text: &str) -> Result<()> {
    let before = fs::read_to_string(file)?;
    Ok(fs::write(file, format!("{before}\n{text}"))?)
}

/// Refuses a module whose exports lld has wrapped as commands: each call from JavaScript would then run all static constructors again.
fn check_exports(declarations: &str) -> Result<()> {
    ensure!(
        !declarations.contains("command_export"),
        "the module's exports are wrapped as commands: call __wasm_call_ctors by hand somewhere, as src/nn/device.rs does"
    );
    Ok(())
}

fn copy_files(workspace: &Workspace, folder: &Path) -> Result<()> {
    for (from, to) in COPIES {
        let to = folder.join(to);
        fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
        fs::copy(workspace.root.join(from), &to).with_context(|| format!("cannot copy {from} to {}", to.display()))?;
    }
    fs::write(folder.join("NOTICES.txt"), notices::notices(workspace)?)?;
    // Here the modules' types are found through npm; those who install the package see only its public types.
    fs::write(folder.join("vendor/zip.d.ts"), "export * from \"@zip.js/zip.js\";\n")?;
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

/// Removes a folder with everything in it, if it is there.
pub fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn an_output_is_current_if_every_source_is_older() {
        let folder = std::env::temp_dir().join(format!("pupil-pkg-{}", std::process::id()));
        let now = SystemTime::now();
        let file = |name: &str, seconds_ago: u64| {
            let path = folder.join(name);
            let file = fs::File::create(&path).unwrap();
            file.set_modified(now - Duration::from_secs(seconds_ago)).unwrap();
            path
        };
        fs::create_dir_all(&folder).unwrap();
        let (old, output, new) = (file("old", 9), file("output", 6), file("new", 3));
        assert!(is_newer(&output, [&old].into_iter()));
        assert!(!is_newer(&output, [&old, &new].into_iter()), "a source changed since");
        assert!(!is_newer(&folder.join("missing"), [&old].into_iter()), "nothing was made yet");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn wrapped_exports_are_refused() {
        assert!(check_exports("export const engine_create: (a: number) => any;").is_ok());
        assert!(check_exports("export const __externref_table_alloc_command_export: () => number;").is_err());
    }
}
