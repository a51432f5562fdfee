//! The page as a folder of files: `www/index.html` and what it asks to be copied.
//!
//! The page names its files in Trunk's own words (`<link data-trunk rel="copy-dir" …>`), so that `trunk serve` and
//! `trunk build` make the same folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::pkg::remove_folder;
use crate::workspace::Workspace;

/// Copies the page and everything that it names into `folder`, which is emptied first.
pub fn assemble(workspace: &Workspace, folder: &Path) -> Result<()> {
    let www = workspace.root.join("www");
    let page = fs::read_to_string(www.join("index.html"))?;
    remove_folder(folder)?;
    fs::create_dir_all(folder)?;
    for copy in copies(&page)? {
        let from = www.join(&copy.from);
        let target = folder.join(copy.target(&from)?);
        copy_all(&from, &target).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(fs::write(folder.join("index.html"), without_copies(&page))?)
}

/// One `<link data-trunk …>`.
#[derive(Debug, PartialEq)]
struct Copy {
    /// Relative to the page.
    from: String,
    /// `data-target-path`: the folder that a file goes to, or the name that a folder gets.
    to: Option<String>,
    is_folder: bool,
}

impl Copy {
    /// Where it goes, relative to the page's folder.
    fn target(&self, from: &Path) -> Result<PathBuf> {
        let name = from.file_name().context("a copied file has a name")?;
        Ok(match (&self.to, self.is_folder) {
            (Some(folder), false) => Path::new(folder).join(name),
            (Some(folder), true) => folder.into(),
            (None, _) => name.into(),
        })
    }
}

fn copies(page: &str) -> Result<Vec<Copy>> {
    page.lines().filter(|line| is_copy(line)).map(copy).collect()
}

fn is_copy(line: &str) -> bool {
    line.trim_start().starts_with("<link data-trunk")
}

fn copy(line: &str) -> Result<Copy> {
    let is_folder = match attribute(line, "rel") {
        Some("copy-file") => false,
        Some("copy-dir") => true,
        other => bail!("www/index.html asks Trunk for {other:?}; only copy-file and copy-dir are known here"),
    };
    let from = attribute(line, "href").context("a copied file needs an href")?.to_owned();
    Ok(Copy { from, to: attribute(line, "data-target-path").map(str::to_owned), is_folder })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

fn without_copies(page: &str) -> String {
    page.split_inclusive('\n').filter(|line| !is_copy(line)).collect()
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy_all(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
    fs::copy(from, to)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>\n  <link data-trunk rel=\"copy-dir\" href=\"../pkg/lib\" data-target-path=\"pkg/lib\">\n  \
                        <link data-trunk rel=\"copy-file\" href=\"a/plot.js\" data-target-path=\"vendor\">\n  \
                        <link rel=\"icon\" href=\"icon.svg\">\n</head>\n";

    #[test]
    fn copies_go_where_trunk_puts_them() {
        let copies = copies(PAGE).unwrap();
        let targets = copies.iter().map(|copy| copy.target(Path::new(&copy.from)).unwrap());
        assert_eq!(targets.collect::<Vec<_>>(), [Path::new("pkg/lib"), Path::new("vendor/plot.js")]);
    }

    #[test]
    fn the_page_keeps_all_but_the_copies() {
        assert_eq!(without_copies(PAGE), "<head>\n  <link rel=\"icon\" href=\"icon.svg\">\n</head>\n");
    }

    #[test]
    fn an_unknown_kind_of_asset_is_refused() {
        assert!(copies("<link data-trunk rel=\"rust\" href=\"Cargo.toml\">").is_err());
    }
}
