/** A download's progress is true: bytes as they are once unpacked, of a size that is known, else of none. */
import assert from "node:assert/strict";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { download } from "../../pkg/lib/shared/download.js";
import { loadModule, together } from "../../pkg/lib/worker/engine/assets.js";
import { Backbones } from "../../pkg/lib/worker/engine/backbones.js";

const BYTES = Buffer.alloc(100_000, "a picture a day ");

/** Serves BYTES plain, and compressed to far less. @param {import("node:test").TestContext} t */
async function serve(t) {
  const server = createServer(({ url }, response) => {
    const packed = url === "/packed" ? gzipSync(BYTES) : BYTES;
    response.writeHead(200, { "content-length": packed.length, ...(url === "/packed" ? { "content-encoding": "gzip" } : {}) }).end(packed);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

test("the size is the one that is known, else the host's, and none where the host compresses", async (t) => {
  const origin = await serve(t);
  const amounts = async (/** @type {string} */ path, options = {}) => {
    /** @type {[number, number][]} */
    const seen = [];
    assert.deepEqual(Buffer.from(await download(origin + path, (done, total) => seen.push([done, total]), options)), BYTES);
    assert.equal(seen.at(-1)?.[0], BYTES.length);
    return [...new Set(seen.map(([, total]) => total))];
  };
  assert.deepEqual(await amounts("/plain"), [BYTES.length]);
  assert.deepEqual(await amounts("/packed"), [0]);
  assert.deepEqual(await amounts("/packed", { bytes: BYTES.length }), [BYTES.length]);
});

for (const type of /** @type {const} */ (["bytes", undefined])) test(`a download comes whole by parts of ${type ?? "anything"}, however many bytes are expected`, async (t) => {
  const parts = [BYTES.subarray(0, 10), BYTES.subarray(10, 99_990), BYTES.subarray(99_990)];
  const stream = () => new ReadableStream(/** @type {any} */ ({
    type,
    start(/** @type {ReadableByteStreamController} */ controller) {
      for (const part of parts) controller.enqueue(new Uint8Array(part));
      controller.close();
      controller.byobRequest?.respond(0);
    },
  }));
  t.mock.method(globalThis, "fetch", async () => new Response(stream()));
  for (const bytes of [BYTES.length, 7, 2 * BYTES.length, 0]) {
    /** @type {number[]} */
    const seen = [];
    assert.deepEqual(Buffer.from(await download("/", (done) => seen.push(done), { bytes })), BYTES, String(bytes));
    assert.equal(seen.at(-1), BYTES.length);
  }
});

test("files that come together have one total once each of them has", () => {
  /** @type {[number, number][]} */
  const seen = [];
  const [first, second] = together((done, total) => seen.push([done, total]), 2);
  first?.(1, 10);
  second?.(2, 0);
  second?.(5, 30);
  assert.deepEqual(seen, [[1, 0], [3, 0], [6, 40]]);
});

test("a module's size is in its glue, and its bytes are counted as they come", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "module-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "pupil.js"), `
    export const moduleBytes = ${BYTES.length};
    export default async ({ module_or_path }) => void (globalThis.loaded = (await (await module_or_path).arrayBuffer()).byteLength);`);
  t.mock.method(globalThis, "fetch", async () => new Response(BYTES));
  /** @type {[number, number][]} */
  const seen = [];
  await loadModule(/** @type {any} */ ({ "pupil.js": `${pathToFileURL(folder)}/pupil.js` }), (done, total) => seen.push([done, total]));
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(Reflect.get(globalThis, "loaded"), BYTES.length);
  assert.equal(seen.at(-1)?.[0], BYTES.length);
});

test("the weights that come with Pupil have the sizes that it says", async () => {
  const store = { chunks: async function* () {}, get: async () => undefined };
  const backbones = await Backbones.read(/** @type {any} */ (store), /** @type {any} */ ({}), /** @type {any} */ ({ bytes: Promise.resolve(new Uint8Array()), stop: () => {} }));
  for (const { id, bytes } of backbones.list()) assert.equal((await stat(`assets/${id}.safetensors`)).size, bytes, id);
});
