/** Serves the repository to a browser; for the fake engine, plans faults and decodes pictures while it waits. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { decodePng } from "./png.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Files that a build copies, served from where they are copied from, so that no build is needed. */
const COPIED = {
  "/pkg/dist/vendor/idb.js": "/node_modules/idb/build/index.js",
  "/pkg/dist/vendor/zip.js": "/node_modules/@zip.js/zip.js/dist/zip-core-external.min.js",
};

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html; charset=utf-8", ".wasm": "application/wasm" };

export class Server {
  /** By method of the engine: the faults of its next calls. @type {Map<string, string[]>} */
  faults = new Map();
  /** Pages that a test adds, by path. @type {Map<string, string>} */
  pages = new Map([["/blank.html", "<!doctype html><title>Blank</title>"]]);
  /** Folders that are served as another, by path. @type {Map<string, string>} */
  folders = new Map();
  /** Folders outside the repository, by path. @type {Map<string, string>} */
  outside = new Map();
  /** Code that is put before the worker's own, to take something of the browser away. */
  prelude = "";
  /** Paths that were asked for. @type {string[]} */
  requests = [];
  #http = createServer((request, response) => this.#answer(request, response));

  async listen() {
    await new Promise((resolve) => this.#http.listen(0, "127.0.0.1", resolve));
    this.origin = `http://localhost:${this.#http.address().port}`;
  }

  close() {
    this.#http.close();
    this.#http.closeAllConnections();
  }

  /** The file behind a requested path. */
  #file(path) {
    const [at, outside] = [...this.outside].find(([folder]) => path.startsWith(folder)) ?? [];
    if (outside) return join(outside, path.slice(at.length));
    const moved = [...this.folders].find(([folder]) => path.startsWith(folder));
    return join(ROOT, COPIED[path] ?? (moved ? path.replace(...moved) : path));
  }

  async #answer(request, response) {
    const path = normalize(decodeURIComponent(new URL(request.url, this.origin).pathname));
    const planned = path.match(/^\/fault\/(.+)$/);
    if (planned) return response.end(this.faults.get(planned[1])?.shift() ?? "");
    if (path === "/decode") return answerDecoded(await buffer(request), response);
    this.requests.push(path);
    try {
      const file = this.pages.get(path) ?? (await readFile(this.#file(path)));
      const body = path === "/pkg/lib/worker/worker.js" ? this.prelude + file : file;
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(body), "cache-control": "no-store" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}

/** Width, height and pixels of a PNG file; 400 if it is damaged. */
function answerDecoded(file, response) {
  try {
    const { width, height, rgba } = decodePng(file);
    response.writeHead(200, { "x-width": width, "x-height": height }).end(rgba);
  } catch {
    response.writeHead(400).end();
  }
}
