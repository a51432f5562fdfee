/** Collects the bytes of a stream, of which there may be no more than was said. */

/**
 * @param {number} size what the zip says of the file; a small zip can unpack to far more
 * @param {(to: WritableStream<Uint8Array<ArrayBuffer>>) => Promise<unknown>} write
 * @returns {Promise<Blob>} rejects at the first byte too many
 */
export async function collect(size, write) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let length = 0;
  await write(new WritableStream({
    write(part) {
      if ((length += part.length) > size) throw new Error(`it has more than the ${size} bytes that it should have`);
      parts.push(part);
    },
  }));
  return new Blob(parts);
}
