/** Collects a stream into a file that the browser may keep on the disk. */

/** Bytes of a piece. */
const PIECE = 2 ** 22;

/** @param {string} type @returns {{ stream: WritableStream<Uint8Array<ArrayBuffer>>, file: () => Blob }} */
export function collector(type) {
  /** @type {Blob[]} */
  const pieces = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  let waiting = [];
  let bytes = 0;
  const put = () => {
    pieces.push(new Blob(waiting));
    [waiting, bytes] = [[], 0];
  };
  const stream = new WritableStream({
    write(chunk) {
      waiting.push(chunk);
      bytes += chunk.length;
      if (bytes >= PIECE) put();
    },
  });
  return { stream, file: () => (put(), new Blob(pieces, { type })) };
}
