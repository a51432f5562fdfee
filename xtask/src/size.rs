//! The limit on what a visitor downloads before anything runs.

use anyhow::{Result, ensure};

use crate::workspace::Workspace;

/// Most bytes of the WebAssembly module, compressed with Brotli at quality 11.
const LIMIT_BYTES: u64 = 2_400_000;

/// Measures the module of the release in `dist/` and refuses one above [`LIMIT_BYTES`].
pub fn check(workspace: &Workspace) -> Result<()> {
    let bytes = workspace.root.join("dist/pkg/dist/pupil_bg.wasm.br").metadata()?.len();
    println!("  pupil_bg.wasm.br: {bytes} bytes of at most {LIMIT_BYTES}");
    within(bytes)
}

fn within(bytes: u64) -> Result<()> {
    ensure!(
        bytes <= LIMIT_BYTES,
        "the module is {} bytes too large: look at what was added with `twiggy top`",
        bytes - LIMIT_BYTES
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{LIMIT_BYTES, within};

    #[test]
    fn a_byte_above_the_limit_is_refused() {
        assert!(within(LIMIT_BYTES).is_ok());
        assert!(within(LIMIT_BYTES + 1).is_err());
    }
}
