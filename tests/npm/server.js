/** Serves the repository to a browser, and keeps the plan of faults for the fake engine. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What a build copies, taken from where it is copied from, so that the client can be tested without a build. */
const COPIED = { "/pkg/dist/vendor/idb.js": "/node_modules/idb/build/index.js" };

const TYPES = { ".js": "text/javascript", ".html": "text/html; charset=utf-8", ".wasm": "application/wasm" };

export class Server {
  /** By method of the engine: the faults of its next calls. @type {Map<string, string[]>} */
  faults = new Map();
  /** Pages that a test adds, by path. @type {Map<string, string>} */
  pages = new Map([["/blank.html", "<!doctype html><title>Blank</title>"]]);
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

  async #answer(request, response) {
    const path = normalize(decodeURIComponent(new URL(request.url, this.origin).pathname));
    const planned = path.match(/^\/fault\/(.+)$/);
    if (planned) return response.end(this.faults.get(planned[1])?.shift() ?? "");
    this.requests.push(path);
    try {
      const body = this.pages.get(path) ?? (await readFile(join(ROOT, COPIED[path] ?? path)));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-length": body.length });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
