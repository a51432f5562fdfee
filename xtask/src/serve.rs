//! `cargo xtask serve`: the page on localhost. Each reload of the page builds what has changed.

use std::fs::File;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use oxhttp::model::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use oxhttp::model::{Body, HeaderValue, Response, StatusCode};
use oxhttp::{ListeningServer, Server};

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
pub fn serve(workspace: Workspace) -> Result<()> {
    let folder = workspace.root.join("dist");
    build(&workspace, &folder)?;
    let policy = seal::policy(&workspace)?.parse()?;
    let addresses = free_addresses().with_context(|| format!("cannot serve on {ADDRESS}"))?;
    let rebuilt = folder.clone();
    let server = listen(addresses, Site { folder, policy, rebuild: move || build(&workspace, &rebuilt) })?;
    let url = format!("http://{ADDRESS}/");
    println!("Pupil is at {url} (reload the page after a change; Ctrl+C ends it)");
    if opener::open(&url).is_err() {
        println!("  no browser was found to open it with");
    }
    Ok(server.join()?)
}

fn build(workspace: &Workspace, folder: &Path) -> Result<()> {
    pkg::build(workspace)?;
    page::assemble(workspace, folder)
}

/// Those of the address that can be listened on: of IPv4 and IPv6, a machine may have one alone.
fn free_addresses() -> Result<Vec<SocketAddr>> {
    let (mut free, mut refused) = (Vec::new(), None);
    for address in ADDRESS.to_socket_addrs()? {
        match TcpListener::bind(address) {
            Ok(_) => free.push(address),
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) if free.is_empty() => Err(error.into()),
        _ => Ok(free),
    }
}

/// The files of a folder, each with the page's policy. What is asked for as `/` waits for `rebuild`, whose error it says.
struct Site<Rebuild> {
    folder: PathBuf,
    policy: HeaderValue,
    rebuild: Rebuild,
}

/// Answers one request after the other, so that nothing is read while it is built; connections that stay open keep nobody waiting.
fn listen(
    addresses: Vec<SocketAddr>,
    site: Site<impl Fn() -> Result<()> + Send + 'static>,
) -> std::io::Result<ListeningServer> {
    let site = Mutex::new(site);
    let server = Server::new(move |request| {
        let answer = site.lock().unwrap_or_else(PoisonError::into_inner).answer(request.uri().path());
        answer.unwrap_or_else(|error| said(StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")))
    });
    addresses.into_iter().fold(server, Server::bind).spawn()
}

impl<Rebuild: Fn() -> Result<()>> Site<Rebuild> {
    fn answer(&self, path: &str) -> Result<Response<Body>> {
        if path == "/" {
            (self.rebuild)()?;
        }
        let Some((file, kind)) = find(&self.folder, path) else {
            return Ok(said(StatusCode::NOT_FOUND, "This file is not there.".to_owned()));
        };
        let answer = Response::builder()
            .header(CONTENT_TYPE, kind)
            .header(CONTENT_SECURITY_POLICY, &self.policy)
            .header(CACHE_CONTROL, "no-cache");
        Ok(answer.body(Body::from_read(File::open(file)?))?)
    }
}

fn said(status: StatusCode, words: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(words));
    *answer.status_mut() = status;
    answer
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
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;
    use std::{env, fs, process};

    use super::*;

    /// A folder with a page and a script, beside a file that is nobody's, served; the caller deletes it.
    fn served(name: &str, built: Result<(), &'static str>) -> (PathBuf, SocketAddr) {
        let folder = env::temp_dir().join(format!("pupil-serve-{name}-{}", process::id()));
        fs::create_dir_all(folder.join("page")).unwrap();
        fs::write(folder.join("page/index.html"), "<p>page</p>").unwrap();
        fs::write(folder.join("page/script.js"), "").unwrap();
        fs::write(folder.join("secret"), "secret").unwrap();
        let address = TcpListener::bind("localhost:0").unwrap().local_addr().unwrap();
        let policy = HeaderValue::from_static("default-src 'self'");
        let rebuild = move || built.map_err(anyhow::Error::msg);
        listen(vec![address], Site { folder: folder.join("page"), policy, rebuild }).unwrap();
        (folder, address)
    }

    /// Asks, and leaves the connection open. The answer's head and body.
    fn ask(address: SocketAddr, path: &str) -> (TcpStream, String) {
        let mut connection = TcpStream::connect(address).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(connection, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let (mut answer, mut part) = (String::new(), [0; 1000]);
        while !is_whole(&answer) {
            let length = connection.read(&mut part).unwrap();
            answer += std::str::from_utf8(&part[..length]).unwrap();
        }
        (connection, answer)
    }

    /// Files come in parts, of which the last is empty; words come with their length.
    fn is_whole(answer: &str) -> bool {
        let Some((head, body)) = answer.split_once("\r\n\r\n") else { return false };
        match head.lines().find_map(|line| line.strip_prefix("content-length: ")) {
            Some(length) => body.len() >= length.parse().unwrap(),
            None => body.ends_with("0\r\n\r\n"),
        }
    }

    #[test]
    fn only_files_of_the_folder_are_served_each_with_the_policy() {
        let (folder, address) = served("folder", Ok(()));
        let page = ask(address, "/").1;
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("<p>page</p>"), "{page}");
        for header in
            ["content-type: text/html", "content-security-policy: default-src 'self'", "cache-control: no-cache"]
        {
            assert!(page.contains(header), "{header}: {page}");
        }
        assert!(ask(address, "/script.js?new").1.contains("content-type: text/javascript"));
        for path in ["/missing.js", "/../secret", "//secret"] {
            assert!(ask(address, path).1.starts_with("HTTP/1.1 404"), "{path}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn connections_that_stay_open_keep_nobody_waiting() {
        let (folder, address) = served("connections", Ok(()));
        let open: Vec<_> = (0..40).map(|_| ask(address, "/")).collect();
        assert!(open.iter().all(|(_, answer)| answer.starts_with("HTTP/1.1 200")));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_built_is_said_in_place_of_the_page() {
        let (folder, address) = served("failed", Err("it does not compile"));
        let page = ask(address, "/").1;
        assert!(page.starts_with("HTTP/1.1 500") && page.ends_with("it does not compile"), "{page}");
        assert!(ask(address, "/script.js").1.starts_with("HTTP/1.1 200"), "what is there is served");
        fs::remove_dir_all(folder).unwrap();
    }
}
