/** Zip files: written as a stream, read piece by piece, and what is left of one that is cut off or damaged. */
import { collect } from "./collect.js";
import { salvaged } from "./salvage.js";

/**
 * A file in a zip.
 * @typedef {object} ZipEntry
 * @property {string} name with its folders, between slashes
 * @property {number} size
 * @property {() => Promise<Blob>} read rejects where its bytes are not those that were written
 */

/** It is loaded when it is first needed. Its own worker and module are not: browsers inflate by themselves. */
const library = () => import("../../dist/vendor/zip.js");

/** Uncompressed: pictures are compressed already. The sizes stand before the bytes, for what reads a file that is cut off. */
const STORED = { level: 0, dataDescriptor: false, useWebWorkers: false };

/**
 * Writes files into a zip, one after the other, and closes it. Where that fails, `to` is aborted: a file on the disk stays as it was.
 * @param {AsyncIterable<{ name: string, data: Blob }>} entries
 * @param {WritableStream<Uint8Array>} to
 */
export async function writeZip(entries, to) {
  const { BlobReader, ZipWriter } = await library();
  const { readable, writable } = new TransformStream();
  const stop = new AbortController();
  const written = readable.pipeTo(to, { signal: stop.signal });
  written.catch(() => {}); // thrown where it is awaited
  try {
    const zip = new ZipWriter(writable, STORED);
    for await (const { name, data } of entries) await zip.add(name, new BlobReader(data));
    await zip.close();
    await written;
  } catch (error) {
    stop.abort(error);
    // Where it is the writing that failed, the zip's own error only says so.
    throw await written.then(() => error, (reason) => reason);
  }
}

/**
 * Lists the files of a zip, of which none is read yet.
 * @param {Blob} file
 * @returns {Promise<{ entries: ZipEntry[], whole: boolean }>} `whole`: whether its list of files is there. Else the entries are those
 *   found by looking through its bytes; none if it is no zip
 */
export async function readZip(file) {
  const { BlobReader, ZipReader } = await library();
  try {
    const zip = new ZipReader(new BlobReader(file), { useWebWorkers: false, checkSignature: true, filenameValidation: "tolerant" });
    const entries = (await zip.getEntries()).flatMap((entry) => (entry.directory ? [] : [entry]));
    return { entries: inFolders(entries.map((entry) => ({ name: entry.filename, size: entry.uncompressedSize, read: () => collect(entry.uncompressedSize, (to) => entry.getData(to)) }))), whole: true };
  } catch {
    return { entries: inFolders(await salvaged(file)), whole: false };
  }
}

/** Programs on Windows may put backslashes between folders; others begin with "./", or lead out of the zip. @param {ZipEntry[]} entries */
function inFolders(entries) {
  const separator = entries.some(({ name }) => name.includes("/")) ? "/" : /[/\\]/;
  const isFolder = (/** @type {string} */ part) => part !== "" && part !== "." && part !== "..";
  const named = entries.map((entry) => ({ ...entry, parts: entry.name.split(separator) }));
  // What ends with a separator is a folder itself.
  return named.flatMap(({ parts, ...entry }) => (parts.at(-1) === "" ? [] : [{ ...entry, name: parts.filter(isFolder).join("/") }]));
}
