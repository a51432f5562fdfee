/** The files of stored pictures. */
import { unlessLost } from "../store/lost.js";
import { unknownPicture } from "../store/records.js";

/** @import { Store } from "../../shared/store.d.ts" */

export class StoredFiles {
  #store;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** A picture as it was added. @param {number} id @returns {Promise<Blob>} */
  async original(id) {
    return (await this.#store.get("originals", id)) ?? (await this.#earlierFiles(id)).original;
  }

  /** The same; null where the browser has lost it. @param {number} id @returns {Promise<Blob | null>} */
  kept(id) {
    return unlessLost(this.original(id));
  }

  /** @param {number} id @returns {Promise<Blob>} */
  async thumbnail(id) {
    return (await this.#store.get("thumbnails", id)) ?? (await this.#earlierFiles(id)).thumbnail;
  }

  /** Those of a picture that an early version stored. @param {number} id */
  async #earlierFiles(id) {
    const files = await this.#store.get("blobs", id);
    if (!files) throw unknownPicture(id);
    return files;
  }
}
