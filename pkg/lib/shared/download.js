/** Downloads: how far they are is told, and what is wrong with them. */
import { PupilError } from "./errors.js";

/** Milliseconds between two words of how far a download is: a part comes each millisecond, and the page would do nothing but show it. */
const TELLING_MS = 50;

/** @typedef {(done: number, total: number) => void} OnBytes `total` is 0 where it is not known */

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
export async function count(stream, onBytes, take = () => {}) {
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
