//! `cargo xtask serve`: the page on localhost. Each reload of the page builds what has changed.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Result, anyhow};
use tiny_http::{Header, Request, Response, Server};

use crate::workspace::Workspace;
use crate::{page, pkg, seal};

/// Where the page is served.
const ADDRESS: &str = "localhost:8080";

/// Content types that browsers insist on.
const TYPES: [(&str, &str); 5] = [
    ("css", "text/css"),
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript"),
    ("svg", "image/svg+xml"),
    ("wasm", "application/wasm"),
];

/// Builds the page, opens it, and serves it until the command is interrupted.
pub fn serve(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("dist");
    build(workspace, &folder)?;
    let server = Server::http(ADDRESS).map_err(|error| anyhow!("cannot serve on {ADDRESS}: {error}"))?;
    let url = format!("http://{ADDRESS}/");
    println!("Pupil is at {url} (reload the page after a change; Ctrl+C ends it)");
    if opener::open(&url).is_err() {
        println!("  no browser was found to open it with");
    }
    let policy = seal::policy(workspace)?;
    for request in server.incoming_requests() {
        let answered = answer(workspace, &folder, &policy, request);
        // A browser that goes away in the middle of an answer is no reason to stop.
        if let Err(error) = answered {
            eprintln!("  {error:#}");
        }
    }
    Ok(())
}

fn build(workspace: &Workspace, folder: &Path) -> Result<()> {
    pkg::build(workspace)?;
    page::assemble(workspace, folder)
}

fn answer(workspace: &Workspace, folder: &Path, policy: &str, request: Request) -> Result<()> {
    let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    if path == "/"
        && let Err(error) = build(workspace, folder)
    {
        return Ok(request.respond(Response::from_string(format!("{error:#}")).with_status_code(500))?);
    }
    let Some((file, kind)) = find(folder, &path) else {
        return Ok(request.respond(Response::empty(404))?);
    };
    let headers = [("Content-Type", kind), ("Content-Security-Policy", policy), ("Cache-Control", "no-cache")];
    let mut response = Response::from_file(File::open(file)?);
    for (name, value) in headers {
        let header = Header::from_str(&format!("{name}: {value}"));
        response.add_header(header.map_err(|()| anyhow!("the header {name} cannot be sent"))?);
    }
    Ok(request.respond(response)?)
}

/// The file behind a path, with its content type; none if it is outside the folder.
fn find(folder: &Path, path: &str) -> Option<(PathBuf, &'static str)> {
    let relative = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    let file = folder.join(relative).canonicalize().ok()?;
    if !file.starts_with(folder.canonicalize().ok()?) || !file.is_file() {
        return None;
    }
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let kind = TYPES.iter().find(|(known, _)| *known == extension).map_or("application/octet-stream", |(_, kind)| kind);
    Some((file, kind))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::find;

    #[test]
    fn only_files_of_the_folder_are_served() {
        let folder = std::env::temp_dir().join(format!("pupil-serve-{}", std::process::id()));
        fs::create_dir_all(folder.join("page")).unwrap();
        fs::write(folder.join("page/index.html"), "").unwrap();
        fs::write(folder.join("secret"), "").unwrap();
        let kind = |path| find(&folder.join("page"), path).map(|(_, kind)| kind);
        assert_eq!(kind("/"), Some("text/html; charset=utf-8"));
        assert_eq!(kind("/missing.js"), None);
        assert_eq!(kind("/../secret"), None);
        fs::remove_dir_all(folder).unwrap();
    }
}
