//! The WebAssembly toolchain: rustup's wasm32 target where it is installed, else Debian's `rustc-web` with the standard library's source.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Cmd, cmd};

use crate::tools;
use crate::workspace::Workspace;

/// The target triple of the module.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Cargo's profile for everything that runs in a browser: page, tests and release share one build.
pub const PROFILE: &str = "web";

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CLIPPY: &str = "/usr/bin/clippy-driver";
const DEBIAN_STD_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/Cargo.lock";

/// Which compiler makes WebAssembly here.
pub enum Toolchain {
    /// The default compiler has the target's standard library.
    Rustup,
    /// Debian's compiler builds the standard library from source and links with the default toolchain's `rust-lld`.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// Finds a toolchain that can build for [`TARGET`], installing it where none is there.
    pub fn find(workspace: &Workspace) -> Result<Self> {
        if let Some(found) = Self::installed(workspace)? {
            return Ok(found);
        }
        install(workspace)?;
        Self::installed(workspace)?.context("the WebAssembly toolchain was installed but is not found")
    }

    fn installed(workspace: &Workspace) -> Result<Option<Self>> {
        let shell = &workspace.shell;
        let libraries = cmd!(shell, "rustc --print target-libdir --target {TARGET}").quiet().read()?;
        if Path::new(&libraries).is_dir() {
            return Ok(Some(Self::Rustup));
        }
        let is_there = [DEBIAN_RUSTC, DEBIAN_CLIPPY, DEBIAN_STD_SOURCE].iter().all(|path| Path::new(path).exists());
        if is_there && is_new_enough(&cmd!(shell, "{DEBIAN_RUSTC} --version").quiet().read()?) {
            let host_libraries = cmd!(shell, "rustc --print target-libdir").quiet().read()?;
            return Ok(Some(Self::Debian { linker: Path::new(&host_libraries).with_file_name("bin/rust-lld") }));
        }
        Ok(None)
    }
}

/// Whether a compiler, by what it says of its version, compiles the crate: Debian has more than one `rustc-web`.
fn is_new_enough(version: &str) -> bool {
    let numbers =
        |version: &str| version.split('.').take(2).map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>();
    let found = version.split(' ').nth(1).and_then(numbers);
    found.is_some() && found >= numbers(env!("CARGO_PKG_RUST_VERSION"))
}

fn install(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    if cmd!(shell, "rustup target add {TARGET}").run().is_ok() {
        return Ok(());
    }
    if Path::new(tools::APT).exists() {
        return tools::apt_install(workspace, &["rustc-web", "rust-web-src", "rust-web-clippy"]);
    }
    bail!("no Rust standard library for {TARGET}: run `rustup target add {TARGET}`")
}

/// The folder of the WebAssembly build: its own, because the compiler may be another than the host's.
pub fn target_folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("wasm")
}

/// `cargo <subcommand>` for the WebAssembly target and profile, with Clippy as the compiler of our own crate: what it says
/// comes with the build itself, and no dependency is compiled a second time for it.
pub fn cargo<'a>(workspace: &'a Workspace, toolchain: &Toolchain, subcommand: &str) -> Cmd<'a> {
    let command = cmd!(workspace.shell, "cargo {subcommand}")
        .args(["--target", TARGET, "--profile", PROFILE])
        .env("CARGO_TARGET_DIR", target_folder(workspace))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Ctarget-feature=+simd128");
    match toolchain {
        Toolchain::Rustup => command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver"),
        Toolchain::Debian { linker } => command
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_WORKSPACE_WRAPPER", DEBIAN_CLIPPY)
            .env("RUSTC_BOOTSTRAP", "1")
            // Cargo adds `test` for test builds: asked for always, builds and tests share every dependency.
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort,test")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker),
    }
}

/// Builds the module; the file that wasm-bindgen takes.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    if !target_folder(workspace).exists() {
        println!(
            "  the first build compiles burn for WebAssembly: nine minutes on two idle cores; later ones take one"
        );
    }
    cargo(workspace, &Toolchain::find(workspace)?, "build").arg("--lib").run()?;
    Ok(target_folder(workspace).join(TARGET).join(PROFILE).join("pupil.wasm"))
}

/// The modules beside the main one, each of a package of its own, `pupil-<name>`.
const SMALL: [&str; 4] = ["decoder", "embedder", "exporter", "runtime"];

/// Their packages, as arguments of Cargo.
pub fn small_packages() -> Vec<String> {
    SMALL.iter().flat_map(|name| ["--package".to_owned(), format!("pupil-{name}")]).collect()
}

/// Builds the modules that nothing is trained in; their names, and the files that wasm-bindgen takes. In a folder of their own: the
/// crate is built without `learn` for them, and would replace the main module.
pub fn build_small(workspace: &Workspace) -> Result<[(&'static str, PathBuf); 4]> {
    let folder = target_folder(workspace).join("exporter");
    let packages = small_packages();
    let build = cargo(workspace, &Toolchain::find(workspace)?, "build").args(packages).arg("--lib");
    build.env("CARGO_TARGET_DIR", &folder).run()?;
    let built = folder.join(TARGET).join(PROFILE);
    Ok(SMALL.map(|name| (name, built.join(format!("pupil_{name}.wasm")))))
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn a_compiler_is_at_least_the_crates_own() {
        assert!(is_new_enough("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"));
        assert!(is_new_enough(concat!("rustc ", env!("CARGO_PKG_RUST_VERSION"), ".0 (59807616e 2026-04-14)")));
        assert!(!is_new_enough("rustc 1.85.0 (4d91de4e4 2025-02-17) (built from a source tarball)"));
        assert!(!is_new_enough(""));
    }
}
