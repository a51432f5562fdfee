/**
 * Shows pictures as networks see them. Browsers show some files otherwise: WebP pictures on their sides, films in motion, colours
 * of their own, and what a camera wrote in 12 bits, black.
 */

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** Of larger pictures, more memory would go into showing them than the engine takes for seeing them. */
const MAX_PIXELS = 16e6;

/** Bytes of a BMP file before its pixels. */
const HEADER = 54;

/**
 * @param {Pupil} pupil
 * @param {Blob} file
 * @returns {Promise<Blob>} a picture that every browser shows alike; the file itself if it cannot be seen
 */
export async function seenFile(pupil, file) {
  // Of a JPEG, browsers show what networks see. It is what people have most of, and the largest.
  if ((await isJpeg(file)) || (await pixels(file)) > MAX_PIXELS) return file;
  const image = await pupil.pictures.decode(file).catch(() => null);
  return image ? bitmapFile(image) : file;
}

/** As {@link seenFile}, its address, to be revoked. @param {Pupil} pupil @param {Blob} file */
export async function seenUrl(pupil, file) {
  return URL.createObjectURL(await seenFile(pupil, file));
}

/** @param {Blob} file */
async function isJpeg(file) {
  const [first, second] = await file.slice(0, 2).arrayBuffer().then((bytes) => new Uint8Array(bytes), () => []);
  return first === 0xff && second === 0xd8;
}

/** How many there are in a picture; none if the browser cannot show it. @param {Blob} file @returns {Promise<number>} */
async function pixels(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await new Promise((done) => (image.onload = image.onerror = done));
  URL.revokeObjectURL(image.src);
  return image.naturalWidth * image.naturalHeight;
}

/** A BMP file: a canvas would encode noise in browsers that guard against being recognised by what they draw. @param {ImageData} image */
function bitmapFile({ width, height, data }) {
  const file = new DataView(new ArrayBuffer(HEADER + data.length));
  file.setUint16(0, 0x424d);
  file.setUint32(2, file.byteLength, true);
  file.setUint32(10, HEADER, true);
  file.setUint32(14, HEADER - 14, true);
  file.setInt32(18, width, true);
  file.setInt32(22, -height, true); // the first row is the topmost
  file.setUint16(26, 1, true);
  file.setUint16(28, 32, true);
  const bytes = new Uint8Array(file.buffer, HEADER);
  for (let at = 0; at < data.length; at += 4) {
    bytes[at] = data[at + 2] ?? 0;
    bytes[at + 1] = data[at + 1] ?? 0;
    bytes[at + 2] = data[at] ?? 0;
  }
  return new Blob([file], { type: "image/bmp" });
}
