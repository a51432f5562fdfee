/** Files of weights in the store, in pieces: Firefox stores no record of more than 256 MB. */

/** @import { BackboneRecord, Change, Store } from "../../shared/store.d.ts" */

/** Bytes of a piece: few pieces, and no large copies. */
const PIECE = 2 ** 24;

/** What stores a file. @param {string} id @param {Blob} file @returns {Change[]} */
export function weightsChanges(id, file) {
  return keys(id, file.size).map((key, index) => ({ table: "weights", key, value: file.slice(index * PIECE, (index + 1) * PIECE) }));
}

/** The bytes of a stored file. @param {Store} store @param {BackboneRecord} record */
export async function readWeights(store, { id, file, bytes = 0 }) {
  const pieces = file ? [file] : await Promise.all(keys(id, bytes).map((key) => store.get("weights", key)));
  return new Uint8Array(await new Blob(pieces.filter((piece) => piece !== undefined)).arrayBuffer());
}

/** What deletes a stored file. @param {BackboneRecord} record @returns {Change[]} */
export function weightsDeletions({ id, bytes = 0 }) {
  return keys(id, bytes).map((key) => ({ table: "weights", key }));
}

/** @param {string} id @param {number} bytes */
function keys(id, bytes) {
  return Array.from({ length: Math.ceil(bytes / PIECE) }, (_, index) => `${id}/${index}`);
}
