//! The limits on what a visitor downloads.

use anyhow::{Result, ensure};

use crate::workspace::Workspace;

/// Modules, and most bytes of each, compressed with Brotli at quality 11: the main one, before anything runs, and that of the workers
/// that add many pictures.
const LIMITS: [(&str, u64); 2] = [("pupil", 2_400_000), ("embedder", 250_000)];

/// Measures the modules of the release in `dist/` and refuses one above its limit.
pub fn check(workspace: &Workspace) -> Result<()> {
    for (name, limit) in LIMITS {
        let bytes = workspace.root.join(format!("dist/pkg/dist/{name}_bg.wasm.br")).metadata()?.len();
        println!("  {name}_bg.wasm.br: {bytes} bytes of at most {limit}");
        within(name, bytes, limit)?;
    }
    Ok(())
}

fn within(name: &str, bytes: u64, limit: u64) -> Result<()> {
    ensure!(
        bytes <= limit,
        "the module {name} is {} bytes too large: look at what was added with `twiggy top`",
        bytes - limit
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_byte_above_the_limit_is_refused() {
        assert!(within("pupil", 2_400_000, 2_400_000).is_ok());
        assert!(within("pupil", 2_400_001, 2_400_000).is_err());
    }
}
