/** Fetches what the engine is made of: the WebAssembly module, and a backbone's weights. */
import { PupilError } from "../../shared/errors.js";

/** @import { EngineModule } from "./engine.d.ts" */
/** @import { ExporterModule } from "./exporter.d.ts" */

/** @typedef {(done: number, total: number) => void} OnBytes */

/** @param {string} assets folder, ending in a slash @returns {Promise<EngineModule>} */
export function loadModule(assets) {
  return load(assets, "pupil");
}

/** @param {string} assets folder, ending in a slash @returns {Promise<ExporterModule>} */
export function loadExporter(assets) {
  return load(assets, "exporter");
}

/** @param {string} assets @param {string} name */
async function load(assets, name) {
  const url = `${assets}${name}.js`;
  // Fetched at once: the glue would only fetch it after it was loaded itself.
  const code = fetch(`${assets}${name}_bg.wasm`);
  code.catch(() => {});
  try {
    const module = await import(url);
    await module.default({ module_or_path: code });
    return module;
  } catch (error) {
    throw notLoaded(url, error);
  }
}

/** @param {string} url @param {OnBytes} onBytes @param {AbortSignal} [signal] */
export async function download(url, onBytes, signal) {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    const expected = Number(response.headers.get("Content-Length"));
    return await readAll(response.body, (done) => onBytes(done, Math.max(done, expected)));
  } catch (error) {
    if (signal?.aborted) throw new PupilError("aborted", "The download was stopped.");
    throw notLoaded(url, error);
  }
}

/** @param {ReadableStream<Uint8Array>} stream @param {(done: number) => void} onBytes */
async function readAll(stream, onBytes) {
  const parts = [];
  let done = 0;
  for (const reader = stream.getReader(); ; ) {
    const { value } = await reader.read();
    if (!value) break;
    parts.push(value);
    onBytes((done += value.length));
  }
  const all = new Uint8Array(done);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** @param {string} url @param {unknown} error */
function notLoaded(url, error) {
  const message = `Pupil could not load ${url} (${error}). Check the address and the connection, and try again.`;
  return new PupilError("not_loaded", message, { url, detail: String(error) });
}
