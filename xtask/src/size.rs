//! The limits on what a visitor downloads.

use anyhow::{Result, ensure};

use crate::workspace::Workspace;

/// What is limited, the modules that make it up, and most bytes of these together, compressed with Brotli at quality 11.
const LIMITS: [(&str, &[&str], u64); 2] = [
    ("what the main job needs", &["pupil", "embedder"], 2_400_000),
    ("what the first prediction needs, and each small worker", &["embedder"], 250_000),
];

/// Measures the modules of the release in `dist/` and refuses what is above its limit.
pub fn check(workspace: &Workspace) -> Result<()> {
    for (what, modules, limit) in LIMITS {
        let mut bytes = 0;
        for name in modules {
            bytes += workspace.root.join(format!("dist/pkg/dist/{name}_bg.wasm.br")).metadata()?.len();
        }
        println!("  {what} ({}): {bytes} bytes of at most {limit}", modules.join(" + "));
        within(what, bytes, limit)?;
    }
    Ok(())
}

fn within(what: &str, bytes: u64, limit: u64) -> Result<()> {
    ensure!(bytes <= limit, "{what} is {} bytes too large: look at what was added with `twiggy top`", bytes - limit);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_byte_above_the_limit_is_refused() {
        assert!(within("all", 2_400_000, 2_400_000).is_ok());
        assert!(within("all", 2_400_001, 2_400_000).is_err());
    }
}
