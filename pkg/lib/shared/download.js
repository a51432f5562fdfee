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
  const straight = straightReaderOf(stream);
  if (straight) return readStraight(straight, onBytes, expected);
  let all = new Uint8Array(expected);
  const length = await count(stream, onBytes, (part, offset) => {
    if (offset + part.length > all.length) all = longer(all, 2 * (offset + part.length));
    all.set(part, offset);
  });
  return length === all.length ? all : all.slice(0, length);
}

/** One that writes where it is told to, where the browser has it: that takes less time. @param {ReadableStream<Uint8Array>} stream */
function straightReaderOf(stream) {
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    return null;
  }
}

/** @param {ReadableStreamBYOBReader} reader @param {(done: number) => void} onBytes @param {number} expected */
async function readStraight(reader, onBytes, expected) {
  const tell = telling(onBytes);
  let [length, all] = [0, new Uint8Array(expected + 1)]; // the read that finds nothing for the last place finds the end
  for (;;) {
    if (length === all.length) all = longer(all, 2 * length);
    const { value, done } = await reader.read(new Uint8Array(all.buffer, length));
    if (!value) throw new Error("the download was cancelled");
    all = new Uint8Array(value.buffer);
    if (done) break;
    tell((length += value.length));
  }
  onBytes(length);
  return all.subarray(0, length);
}

/** @param {Uint8Array} bytes @param {number} length */
function longer(bytes, length) {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}

/** @param {ReadableStream<Uint8Array>} stream @param {(done: number) => void} onBytes @param {(part: Uint8Array, offset: number) => void} [take] */
export async function count(stream, onBytes, take = () => {}) {
  const tell = telling(onBytes);
  let done = 0;
  for (const reader = stream.getReader(); ; ) {
    const { value } = await reader.read();
    if (!value) break;
    take(value, done);
    tell((done += value.length));
  }
  onBytes(done);
  return done;
}

/** Tells only now and then. @param {(done: number) => void} onBytes */
function telling(onBytes) {
  let told = 0;
  return (/** @type {number} */ done) => {
    if (performance.now() < told + TELLING_MS) return;
    onBytes(done);
    told = performance.now();
  };
}

/** @param {string} url @param {unknown} error */
export function notLoaded(url, error) {
  const message = `Pupil could not load ${url} (${error}). Check the address and the connection, and try again.`;
  return new PupilError("not_loaded", message, { url, detail: String(error) });
}
