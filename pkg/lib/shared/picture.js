/** Decoded pictures, and what only the browser can do with them. */
import { isFatal } from "./errors.js";

/** @import { Handle, Picture } from "./handles.d.ts" */

/** Side of a thumbnail in pixels: half of the network's square. */
const THUMBNAIL = 112;

/** JPEG quality of a thumbnail: small, without visible artefacts at this size. */
const THUMBNAIL_QUALITY = 0.85;

/**
 * Frees a handle after its use, unless the engine died of it.
 * @template {Handle} H
 * @template T
 * @param {H} handle
 * @param {(handle: H) => T | Promise<T>} use
 * @returns {Promise<T>}
 */
export async function freed(handle, use) {
  let isAlive = true;
  try {
    return await use(handle);
  } catch (error) {
    isAlive = !isFatal(error);
    throw error;
  } finally {
    if (isAlive) handle.free();
  }
}

/** Its pixels. @param {Picture} picture */
export function imageOf(picture) {
  return new ImageData(new Uint8ClampedArray(picture.rgba().buffer), picture.width, picture.height);
}

/** A small JPEG of a square. @param {ImageData} square @returns {Promise<Blob>} */
export function thumbnailOf(square) {
  const whole = new OffscreenCanvas(square.width, square.height);
  contextOf(whole).putImageData(square, 0, 0);
  const canvas = new OffscreenCanvas(THUMBNAIL, THUMBNAIL);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(whole, 0, 0, THUMBNAIL, THUMBNAIL);
  return canvas.convertToBlob({ type: "image/jpeg", quality: THUMBNAIL_QUALITY });
}

/** The pixels of a bitmap, which is closed. @param {ImageBitmap} bitmap */
export function pixelsOf(bitmap) {
  const { width, height } = bitmap;
  const context = contextOf(new OffscreenCanvas(width, height));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  // In main memory, since it is read right away.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return /** @type {OffscreenCanvasRenderingContext2D} */ (context);
}
