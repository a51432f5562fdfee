/** Augmentation presets, and augmented views of a picture. */
import { freed } from "../shared/picture.js";

/** @import { Picture } from "../shared/handles.d.ts" */
/** @import { Project } from "./engine/project.js" */
/** @import { Augmentation as Settings } from "../shared/types.d.ts" */

export class Augmentation {
  #project;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  presets() {
    return this.#project.queue.run(() => this.#project.engine.augmentationPresets());
  }

  /**
   * @param {number | Blob | ImageData} source by id or file: its square is augmented; pixels are augmented as they are
   * @param {Partial<Settings>} augmentation
   * @param {number} count
   * @param {number} seed
   * @returns {Promise<ImageData[]>}
   */
  views(source, augmentation, count, seed) {
    const viewsOf = (/** @type {Picture} */ picture) => this.#viewsOf(picture, augmentation, count, seed);
    return this.#project.queue.run(() => this.#project.withPicture(source, (picture) => {
      return source instanceof ImageData ? viewsOf(picture) : freed(this.#project.engine.square(picture), viewsOf);
    }));
  }

  /** @param {Picture} picture @param {Partial<Settings>} augmentation @param {number} count @param {number} seed */
  async #viewsOf(picture, augmentation, count, seed) {
    const { width, height } = picture;
    const rgba = await this.#project.engine.augmentedViews(picture, augmentation, count, seed);
    const size = 4 * width * height;
    return Array.from({ length: count }, (_, index) => {
      return new ImageData(Uint8ClampedArray.from(rgba.subarray(index * size, (index + 1) * size)), width, height);
    });
  }
}
