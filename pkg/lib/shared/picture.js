/** Pictures: the one place where they are decoded, and what only the browser can do with them. */
import { errorData, isFatal } from "./errors.js";
import { readFile } from "./files.js";

/** @import { Handle, Picture, PictureClass } from "./handles.d.ts" */
/** @import { PictureSource, PupilErrorData } from "./types.d.ts" */

/** Side of a thumbnail in pixels: half of the network's square. */
const THUMBNAIL = 112;

/** JPEG quality of a thumbnail: small, without visible artefacts at this size. */
const THUMBNAIL_QUALITY = 0.85;

/**
 * Decodes a picture: a file by the engine or, where that cannot and no pixels are missing, by the browser; a bitmap is closed.
 * @param {PictureClass} Picture
 * @param {PictureSource} source
 * @returns {Promise<Picture>} to be freed; rejects with "unreadable_file", or the engine's error if the browser cannot decode the file either
 */
export async function pictureOf(Picture, source) {
  if (source instanceof ImageData) return ofImage(Picture, source);
  if (source instanceof ImageBitmap) return ofImage(Picture, pixelsOf(source));
  const bytes = await readFile(source);
  try {
    return Picture.decode(bytes);
  } catch (error) {
    if (!isForBrowser(errorData(error))) throw error;
    const bitmap = await createImageBitmap(source).catch(() => null);
    if (!bitmap) throw error;
    return ofImage(Picture, pixelsOf(bitmap));
  }
}

/**
 * Whether the browser is asked for a picture that the engine refuses. Of one that lacks pixels it would show a part.
 * @param {PupilErrorData} error
 */
export function isForBrowser({ code, details }) {
  return code === "unsupported_format" || (code === "broken_picture" && details.incomplete === false);
}

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

/** @param {PictureClass} Picture @param {ImageData} image */
function ofImage(Picture, { data, width, height }) {
  return Picture.fromRgba(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height);
}

/** The pixels of a bitmap, which is closed. @param {ImageBitmap} bitmap */
function pixelsOf(bitmap) {
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
