/** Serves both sides the same way, brotli where it helps, and counts what goes over the wire. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const compress = promisify(brotliCompress);

/** Headers that isolate a page from other origins, so that it may have threads. */
export const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
});

export class Server {
  /** Bytes of bodies since the last reset. */
  bytes = 0;
  /** Compressed bodies, by path. @type {Map<string, Promise<Buffer | null>>} */
  #bodies = new Map();
  #server = createServer((request, response) => this.#answer(request, response));

  /**
   * @param {Record<string, string>} folders where each first part of a path leads
   * @param {Record<string, Buffer>} files what is served without being a file
   * @param {Record<string, string>} [headers] sent with everything
   */
  constructor(folders, files, headers = {}) {
    this.folders = folders;
    this.files = files;
    this.headers = headers;
  }

  /** @returns {Promise<string>} the origin */
  async listen() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve(null)));
    return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (this.#server.address()).port}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async #answer({ url = "/" }, response) {
    const path = new URL(url, "http://localhost").pathname.replace(/\/$/, "/index.html");
    const body = await this.#body(path);
    if (!body) return response.writeHead(404).end();
    this.bytes += body.length;
    response.writeHead(200, {
      ...this.headers,
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
      ...(isPlain(path) ? {} : { "Content-Encoding": "br" }),
      "Content-Length": body.length,
    });
    response.end(body);
  }

  /** @param {string} path */
  #body(path) {
    const body = this.#bodies.get(path) ?? this.#compressed(path);
    this.#bodies.set(path, body);
    return body;
  }

  /** A release build has most of its files compressed already. @param {string} path */
  async #compressed(path) {
    const file = this.#file(path);
    if (file && existsSync(`${file}.br`)) return readFile(`${file}.br`);
    const plain = this.files[path] ?? (file && existsSync(file) ? await readFile(file) : null);
    return plain && !isPlain(path) ? compress(plain) : plain;
  }

  /** @param {string} path */
  #file(path) {
    const [, first, ...rest] = path.split("/");
    return this.folders[first] && join(this.folders[first], normalize(`/${rest.join("/")}`));
  }
}

/** onnxruntime-web and its networks: no row counts their bytes, and compressing them takes minutes. @param {string} path */
function isPlain(path) {
  return path.startsWith("/ort/") || path.endsWith(".onnx");
}
