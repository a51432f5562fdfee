/** Fetches thumbnails as they are looked at, and drops the oldest. */
import { onceEmpty } from "../page/project.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** A screenful is under a hundred; 600 are some 3 MB. */
const MAX_CACHED = 600;

export class Thumbnails {
  /** Object URLs by picture, the oldest first. @type {Map<number, Promise<string>>} */
  #urls = new Map();

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.pupil = pupil;
    onceEmpty(pupil, () => this.#clear());
  }

  /**
   * @param {number} id of the picture
   * @returns {Promise<string>} an address for an <img>; good until {@link MAX_CACHED} others were asked for
   */
  url(id) {
    const url = this.#urls.get(id) ?? this.pupil.pictures.thumbnail(id).then((picture) => URL.createObjectURL(picture));
    this.#urls.delete(id);
    this.#urls.set(id, url);
    if (this.#urls.size > MAX_CACHED) this.#dropOldest();
    return url;
  }

  #dropOldest() {
    const [oldest] = this.#urls.keys();
    if (oldest !== undefined) this.#drop(oldest);
  }

  #clear() {
    for (const id of [...this.#urls.keys()]) this.#drop(id);
  }

  /** @param {number} id */
  #drop(id) {
    this.#urls.get(id)?.then(URL.revokeObjectURL, () => {});
    this.#urls.delete(id);
  }
}
