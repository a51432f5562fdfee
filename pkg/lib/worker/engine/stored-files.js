/** The files of stored pictures. */
import { unknownPicture } from "../store/records.js";

/** @import { Store } from "../../shared/store.d.ts" */

/** What reading ends with where a record or the file behind it is gone: the code of ours, the names of browsers. */
const LOST = ["unknown_picture", "NotReadableError", "UnknownError"];

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

  /** The same; null where the browser has lost it, which costs no other picture. @param {number} id @returns {Promise<Blob | null>} */
  kept(id) {
    return this.original(id).catch((error) => (LOST.includes(error.code) || LOST.includes(error.name) ? null : Promise.reject(error)));
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
