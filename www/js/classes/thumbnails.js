/** Fetches thumbnails as they are looked at, and drops the oldest. */

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** A screenful is under a hundred; 600 are some 3 MB. */
const MAX_CACHED = 600;

export class Thumbnails {
  /** Object URLs by picture, the oldest first. @type {Map<number, Promise<string>>} */
  #urls = new Map();

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.pupil = pupil;
  }

  /**
   * @param {number} id of the picture
   * @returns {Promise<string>} an address for an <img>; good until {@link MAX_CACHED} others were asked for
   */
  url(id) {
    const url = this.#urls.get(id) ?? this.pupil.thumbnail(id).then((picture) => URL.createObjectURL(picture));
    this.#urls.delete(id);
    this.#urls.set(id, url);
    if (this.#urls.size > MAX_CACHED) this.#dropOldest();
    return url;
  }

  #dropOldest() {
    const [id, url] = /** @type {[number, Promise<string>]} */ (this.#urls.entries().next().value);
    this.#urls.delete(id);
    url.then(URL.revokeObjectURL, () => {});
  }
}
