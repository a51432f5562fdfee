/** What only the browser can do with a picture: decode formats the engine does not know, draw, encode, hash. */

import { errorData } from "../shared/errors.js";

/** Pixels along a thumbnail's side: half the network's square. */
const THUMBNAIL = 112;

/** JPEG quality of a thumbnail: small, and no fault seen at this size. */
const THUMBNAIL_QUALITY = 0.85;

/** @typedef {{ rgba: Uint8Array, width: number, height: number }} Pixels */

/** SHA-256 in hexadecimal. @param {Uint8Array<ArrayBuffer>} bytes */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What the engine makes of a file: of its bytes, or, where it knows no such format, of what this browser decodes.
 * @template T
 * @param {Blob} file
 * @param {() => Promise<T>} ofBytes
 * @param {(pixels: Pixels) => Promise<T>} ofPixels
 * @returns {Promise<T>} rejects with what the engine said, if the browser cannot decode it either
 */
export async function decodedByEither(file, ofBytes, ofPixels) {
  try {
    return await ofBytes();
  } catch (error) {
    const pixels = errorData(error).code === "unsupported_format" && (await decode(file));
    if (!pixels) throw error;
    return ofPixels(pixels);
  }
}

/**
 * The pixels of a file that this browser can decode, turned as its EXIF says.
 * @param {Blob} file
 * @returns {Promise<Pixels | null>} null if it cannot
 */
async function decode(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  return bitmap && pixelsOf(bitmap);
}

/** The pixels of a bitmap, which is closed. @param {ImageBitmap} bitmap @returns {Pixels} */
export function pixelsOf(bitmap) {
  const { width, height } = bitmap;
  const context = contextOf(new OffscreenCanvas(width, height));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return imagePixels(context.getImageData(0, 0, width, height));
}

/** @param {ImageData} image @returns {Pixels} */
export function imagePixels({ data, width, height }) {
  return { rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height };
}

/** @param {Uint8Array<ArrayBuffer>} rgba of a square @returns {Pixels & { rgba: Uint8Array<ArrayBuffer> }} */
export function pixelsOfSquare(rgba) {
  const side = Math.sqrt(rgba.length / 4);
  return { rgba, width: side, height: side };
}

/** A small JPEG of a square. @param {Uint8Array<ArrayBuffer>} rgba of the square @returns {Promise<Blob>} */
export async function thumbnailOf(rgba) {
  const side = Math.sqrt(rgba.length / 4);
  const image = new ImageData(new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.length), side, side);
  const canvas = new OffscreenCanvas(THUMBNAIL, THUMBNAIL);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(await createImageBitmap(image), 0, 0, THUMBNAIL, THUMBNAIL);
  return canvas.convertToBlob({ type: "image/jpeg", quality: THUMBNAIL_QUALITY });
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  // Kept in main memory, since it is read right away.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return /** @type {OffscreenCanvasRenderingContext2D} */ (context);
}
