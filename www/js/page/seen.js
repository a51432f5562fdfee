/**
 * Shows pictures as networks see them. Browsers show some files otherwise: WebP pictures on their sides, films in motion, colours
 * of their own, and what a camera wrote in 12 bits, black.
 */

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** Of larger pictures, more memory would go into showing them than the engine takes for seeing them. */
const MAX_PIXELS = 16e6;

/** Bytes of a PNG file up to its width and height. */
const HEAD = 24;

/** Bytes of a BMP file before its pixels. */
const HEADER = 54;

/**
 * @param {Pupil} pupil
 * @param {Blob} file
 * @returns {Promise<Blob>} a picture that every browser shows alike; the file itself if it cannot be seen
 */
export async function seenFile(pupil, file) {
  const head = await headOf(file);
  // Of a JPEG, browsers show what networks see. It is what people have most of, and the largest.
  const isShown = isJpeg(head) || (pngPixels(head) ?? (await pixels(file))) > MAX_PIXELS;
  return isShown ? file : pupil.pictures.decode(file).then(bitmapFile, () => file);
}

/** As {@link seenFile}, its address, to be revoked. @param {Pupil} pupil @param {Blob} file */
export async function seenUrl(pupil, file) {
  return URL.createObjectURL(await seenFile(pupil, file));
}

/** The first bytes of a file; none of one that cannot be read. @param {Blob} file */
async function headOf(file) {
  return new DataView(await file.slice(0, HEAD).arrayBuffer().catch(() => new ArrayBuffer(0)));
}

/** @param {DataView} head */
function isJpeg(head) {
  return head.byteLength >= 2 && head.getUint16(0) === 0xffd8;
}

/** A PNG says at once how many there are; null for other files. @param {DataView} head */
function pngPixels(head) {
  return head.byteLength === HEAD && head.getUint32(0) === 0x89504e47 ? head.getUint32(16) * head.getUint32(20) : null;
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
