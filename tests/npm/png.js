/** Decodes PNG files as a canvas writes them: eight bits a channel, RGB or RGBA, not interlaced. */
import { inflateSync } from "node:zlib";

const CHANNELS = { 2: 3, 6: 4 };

/** @param {Buffer} file @returns {{ width: number, height: number, rgba: Buffer }} throws if it is damaged */
export function decodePng(file) {
  const chunks = [...chunksOf(file)];
  const header = chunks.find(({ type }) => type === "IHDR").data;
  const [width, height, channels] = [header.readUInt32BE(0), header.readUInt32BE(4), CHANNELS[header[9]]];
  const filtered = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data)));
  const rgba = Buffer.alloc(width * height * 4, 255);
  const rows = unfiltered(filtered, width * channels, height, channels);
  for (let pixel = 0; pixel < width * height; pixel++) rows.copy(rgba, pixel * 4, pixel * channels, (pixel + 1) * channels);
  return { width, height, rgba };
}

function* chunksOf(file) {
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    yield { type, data: file.subarray(at + 8, at + 8 + length) };
    if (type === "IEND") return;
    at += length + 12;
  }
  throw new Error("The file ends early.");
}

/** Each row begins with its filter's number (PNG specification, section 9). */
function unfiltered(filtered, rowLength, height, channels) {
  const rows = Buffer.alloc(rowLength * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (rowLength + 1)];
    for (let x = 0; x < rowLength; x++) {
      const at = y * rowLength + x;
      const left = x >= channels ? rows[at - channels] : 0;
      const up = y > 0 ? rows[at - rowLength] : 0;
      const corner = x >= channels && y > 0 ? rows[at - rowLength - channels] : 0;
      rows[at] = filtered[y * (rowLength + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
  }
  return rows;
}

function paeth(left, up, corner) {
  const distances = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  return [left, up, corner][distances.indexOf(Math.min(...distances))];
}
