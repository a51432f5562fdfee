/** Fetches what the engine is made of: the WebAssembly module, and a backbone's weights. */
import { PupilError } from "../../shared/errors.js";

/** @import { EngineModule } from "./engine.d.ts" */
/** @import { Runtime } from "../../exporter/exporter.d.ts" */
/** @import { Assets } from "../../shared/protocol.d.ts" */

/** Milliseconds between two words of how far a download is: a part comes each millisecond, and the page would do nothing but show it. */
const TELLING_MS = 50;

/** @typedef {(done: number, total: number) => void} OnBytes `total` is 0 where it is not known */

/**
 * What another worker runs: the address of its JavaScript, and its WebAssembly, compiled.
 * @param {Assets} assets
 * @param {"embedder" | "exporter"} name
 */
export async function loadCode(assets, name) {
  const bytes = await download(assets[`${name}_bg.wasm`], () => {});
  return { glue: assets[`${name}.js`], code: await WebAssembly.compile(bytes) };
}

/** @param {Assets} assets @returns {Promise<Runtime>} */
export async function loadRuntime(assets) {
  const [glue, module] = await Promise.all([assets["runtime.js"], assets["runtime_bg.wasm"]].map((url) => download(url, () => {})));
  return { glue: new TextDecoder().decode(glue), module };
}

/** @param {Assets} assets @param {OnBytes} onBytes @returns {Promise<EngineModule>} */
export async function loadModule(assets, onBytes) {
  const url = assets["pupil.js"];
  let total = 0;
  // Fetched at once: the glue would only fetch it after it was loaded itself.
  const code = fetch(assets["pupil_bg.wasm"]).then((response) => {
    // A copy is counted: the browser keeps what it compiled with the response itself.
    if (response.ok && response.body) count(/** @type {ReadableStream<Uint8Array>} */ (response.clone().body), (done) => onBytes(done, total)).catch(() => {});
    return response;
  });
  code.catch(() => {});
  try {
    const module = await import(/* @vite-ignore */ url);
    total = module.moduleBytes ?? 0;
    await module.default({ module_or_path: code });
    return module;
  } catch (error) {
    throw notLoaded(url, error);
  }
}

/**
 * @param {string} url
 * @param {OnBytes} onBytes
 * @param {object} [options]
 * @param {number} [options.bytes] its size; by default the host's word counts, unless it compresses
 * @param {AbortSignal} [options.signal]
 */
export async function download(url, onBytes, { bytes = 0, signal } = {}) {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    const { headers } = response;
    const expected = bytes || (headers.has("Content-Encoding") ? 0 : Number(headers.get("Content-Length")));
    return await readAll(response.body, (done) => onBytes(done, done <= expected ? expected : 0), expected);
  } catch (error) {
    if (signal?.aborted) throw new PupilError("aborted", "The download was stopped.");
    throw notLoaded(url, error);
  }
}

/** Files that come at the same time, as one amount. @param {OnBytes} onBytes @param {number} files how many @returns {OnBytes[]} one for each */
export function together(onBytes, files) {
  const amounts = Array.from({ length: files }, () => ({ done: 0, total: 0 }));
  const sum = (/** @type {"done" | "total"} */ part) => amounts.reduce((all, amount) => all + amount[part], 0);
  return amounts.map((amount) => (done, total) => {
    Object.assign(amount, { done, total });
    onBytes(sum("done"), amounts.every((each) => each.total > 0) ? sum("total") : 0);
  });
}

/** @param {ReadableStream<Uint8Array>} stream @param {(done: number) => void} onBytes @param {number} expected how many, as far as is known */
async function readAll(stream, onBytes, expected) {
  let all = new Uint8Array(expected);
  const length = await count(stream, onBytes, (part, offset) => {
    if (offset + part.length > all.length) {
      const longer = new Uint8Array(2 * (offset + part.length));
      longer.set(all);
      all = longer;
    }
    all.set(part, offset);
  });
  return length === all.length ? all : all.slice(0, length);
}

/** @param {ReadableStream<Uint8Array>} stream @param {(done: number) => void} onBytes @param {(part: Uint8Array, offset: number) => void} [take] */
async function count(stream, onBytes, take = () => {}) {
  let [done, told] = [0, 0];
  for (const reader = stream.getReader(); ; ) {
    const { value } = await reader.read();
    if (!value) break;
    take(value, done);
    done += value.length;
    if (performance.now() < told + TELLING_MS) continue;
    onBytes(done);
    told = performance.now();
  }
  onBytes(done);
  return done;
}

/** @param {string} url @param {unknown} error */
export function notLoaded(url, error) {
  const message = `Pupil could not load ${url} (${error}). Check the address and the connection, and try again.`;
  return new PupilError("not_loaded", message, { url, detail: String(error) });
}
