/** Writes PNG files that no canvas can: of a thousand square metres, of one pixel, or of 16 bits. */
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Black and white stripes, one bit a pixel.
 * @param {number} width
 * @param {number} height
 */
export function stripedPng(width, height) {
  const row = Buffer.alloc(1 + Math.ceil(width / 8), 0xf0);
  row[0] = 0; // no filter
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8); // one bit, greyscale
  const pixels = deflateSync(Buffer.concat(Array(height).fill(row)), { level: 1 });
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

/**
 * Grey pixels of 16 bits, as scientific cameras write them.
 * @param {number} width
 * @param {number} height
 * @param {(x: number, y: number) => number} level
 */
export function deepPng(width, height, level) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([16, 0, 0, 0, 0], 8); // 16 bits, greyscale
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + 2 * width);
    for (let x = 0; x < width; x++) row.writeUInt16BE(level(x, y), 1 + 2 * x);
    return row;
  });
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))]);
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
