/** Serves both sides the same way, brotli where it helps, and counts what goes over the wire. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const compress = promisify(brotliCompress);

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
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
   */
  constructor(folders, files) {
    this.folders = folders;
    this.files = files;
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
    const path = new URL(url, "http://localhost").pathname;
    const body = await this.#body(path);
    if (!body) return response.writeHead(404).end();
    this.bytes += body.length;
    response.writeHead(200, {
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
      "Content-Encoding": "br",
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
    return plain && compress(plain);
  }

  /** @param {string} path */
  #file(path) {
    const [, first, ...rest] = path.split("/");
    return this.folders[first] && join(this.folders[first], normalize(`/${rest.join("/")}`));
  }
}
