/** Views of a picture: what augmentation makes of it. */
import { decodedByEither, imagePixels, pixelsOfSquare } from "./picture.js";

/** @import { Engine } from "./engine.d.ts" */
/** @import { Library } from "./library.js" */
/** @import { Pixels } from "./picture.js" */
/** @import { Augmentation } from "../shared/types.d.ts" */

/**
 * @param {Library} library
 * @param {number | Blob | ImageData} picture by id or file: its square, as the network sees it; pixels are taken as they are
 * @param {Partial<Augmentation>} augmentation
 * @param {number} count
 * @param {number} seed
 * @returns {Promise<ImageData[]>}
 */
export async function augmentedViews(library, picture, augmentation, count, seed) {
  const file = typeof picture === "number" ? (await library.blobs(picture)).original : picture;
  const { rgba, width, height } = file instanceof ImageData ? imagePixels(file) : await squareOf(library.engine, file);
  const views = await library.engine.augmentedViews(rgba, width, height, augmentation, count, seed);
  return Array.from({ length: count }, (_, index) => {
    const view = views.subarray(index * rgba.length, (index + 1) * rgba.length);
    return new ImageData(Uint8ClampedArray.from(view), width, height);
  });
}

/** @param {Engine} engine @param {Blob} file @returns {Promise<Pixels>} */
async function squareOf(engine, file) {
  const ofBytes = async () => engine.square(new Uint8Array(await file.arrayBuffer()));
  const ofPixels = async (/** @type {Pixels} */ { rgba, width, height }) => engine.squareOfPixels(rgba, width, height);
  return pixelsOfSquare(await decodedByEither(file, ofBytes, ofPixels));
}
