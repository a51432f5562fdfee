/** Files as the database takes them: bytes and a type. WebKit refuses to store a Blob in a private window. */

/** @typedef {{ type: string, bytes: ArrayBuffer }} Packed */

/**
 * @param {unknown} value
 * @returns {Promise<unknown>} a Blob as {@link Packed}, anything else as it is
 */
export async function packed(value) {
  return value instanceof Blob ? { type: value.type, bytes: await value.arrayBuffer() } : value;
}

/**
 * What `packed` was given.
 * @param {any} stored
 * @returns {any}
 */
export function unpacked(stored) {
  return stored?.bytes instanceof ArrayBuffer ? new Blob([stored.bytes], { type: stored.type }) : stored;
}
