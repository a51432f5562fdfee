/** `pupil.augmentation`: how training varies pictures. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { Augmentation, AugmentationPresets } from "../shared/types.d.ts" */

export class AugmentationGroup {
  #rpc;

  /** @param {Rpc} rpc */
  constructor(rpc) {
    this.#rpc = rpc;
  }

  /**
   * Returns augmentations to choose from, by name.
   * @returns {Promise<AugmentationPresets>}
   * @example
   * Object.keys(await pupil.augmentation.presets());
   * // → ["off", "gentle", "textbook", "strong"]
   */
  presets() {
    return this.#rpc.call("augmentation.presets", []);
  }

  /**
   * Returns augmented views of a picture. The same seed returns the same views.
   * @param {number | Blob | ImageData} picture an id or a file, whose centre square is augmented; or pixels, augmented as they are
   * @param {Partial<Augmentation>} augmentation what is left out is off
   * @param {{ count?: number, seed?: number }} [options] number of views, 1–64, and an integer, 0 – 2^32-1; both 1 by default
   * @returns {Promise<ImageData[]>} rejects with "unknown_picture", "invalid_settings", "unsupported_format", …
   * @example
   * const { strong } = await pupil.augmentation.presets();
   * const views = await pupil.augmentation.views(0, strong, { count: 3, seed: 7 });
   * views.map(({ width, height }) => [width, height]);
   * // → [[224, 224], [224, 224], [224, 224]]
   */
  views(picture, augmentation, { count = 1, seed = 1 } = {}) {
    return this.#rpc.call("augmentation.views", [picture, augmentation, count, seed]);
  }
}
