/** Finds the files of a zip by the header before each of them, where the list at its end is missing or wrong. */

import { collect } from "./collect.js";

/** @import { ZipEntry } from "./zip.js" */
/** @typedef {{ name: string, method: number, crc: number, size: number, start: number, length: number }} Found */

/** "PK", 3, 4: the first bytes of a header. APPNOTE.TXT 4.3.7 */
const SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;

/** Bytes of the file that are searched at once. */
const WINDOW = 2 ** 20;

/** Names are in UTF-8 where this flag is set, and nearly always where not. Sizes stand behind the bytes where the other one is. */
const SIZES_BEHIND = 8;

/** @param {Blob} file @returns {Promise<ZipEntry[]>} those whose bytes are all there, in their order */
export async function salvaged(file) {
  /** @type {ZipEntry[]} */
  const entries = [];
  let at = await nextHeader(file, 0);
  while (at !== null) {
    const found = await headerAt(file, at);
    const end = found && found.start + found.length;
    if (found && end !== null && end <= file.size) entries.push({ name: found.name, size: found.size, read: () => read(file, found) });
    // After one that is damaged, the next header is looked for behind its own.
    at = await nextHeader(file, end !== null && end <= file.size ? end : at + 4);
  }
  return entries;
}

/** @param {Blob} file @param {number} at @returns {Promise<Found | null>} null if its size is not known */
async function headerAt(file, at) {
  const header = await viewOf(file, at, HEADER_BYTES);
  if (header.byteLength < HEADER_BYTES || header.getUint16(6, true) & SIZES_BEHIND) return null;
  const [nameBytes, extraBytes] = [header.getUint16(26, true), header.getUint16(28, true)];
  const name = new TextDecoder().decode(await viewOf(file, at + HEADER_BYTES, nameBytes));
  const start = at + HEADER_BYTES + nameBytes + extraBytes;
  const [length, size] = [header.getUint32(18, true), header.getUint32(22, true)];
  return name.endsWith("/") || length === 0xffffffff ? null : { name, method: header.getUint16(8, true), crc: header.getUint32(14, true), size, start, length };
}

/** Where the first header is, from `from` on. @param {Blob} file @param {number} from */
async function nextHeader(file, from) {
  for (let start = from; start < file.size; start += WINDOW) {
    const view = await viewOf(file, start, WINDOW + 3);
    for (let index = 0; index + 4 <= view.byteLength; index++) {
      if (view.getUint8(index) === 0x50 && view.getUint32(index, true) === SIGNATURE) return start + index;
    }
  }
  return null;
}

/** @param {Blob} file @param {number} at @param {number} length */
async function viewOf(file, at, length) {
  return new DataView(await file.slice(at, at + length).arrayBuffer());
}

/** @param {Blob} file @param {Found} found */
async function read(file, { name, method, crc, size, start, length }) {
  const stored = file.slice(start, start + length);
  const blob = method === 8 ? await collect(size, (to) => stored.stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeTo(to)) : stored;
  if (crc32(new Uint8Array(await blob.arrayBuffer())) !== crc) throw new Error(`“${name}” is damaged`);
  return blob;
}

/** The checksum of ISO 3309, as zip files have it. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ Number(TABLE[(crc ^ byte) & 255]);
  return (crc ^ -1) >>> 0;
}

const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
