/** How far something is that takes long, and how much longer it will take. */

/**
 * @typedef {object} Amount
 * @property {number} done
 * @property {number} total
 * @property {number | null} left milliseconds, about; null until that can be told
 */

export class Pace {
  #now;
  /** When the first of it was done, and how much that was: what prepares the rest counts for nothing. */
  #startedAt = 0;
  #first = 0;
  /** When a rest began; null while it goes on. @type {number | null} */
  #restedAt = null;

  /** @param {() => number} [now] milliseconds */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** @param {number} done @param {number} total @returns {Amount} */
  reach(done, total) {
    if (this.#first === 0 && done > 0) [this.#startedAt, this.#first] = [this.#now(), done];
    const since = done - this.#first;
    const left = since > 0 ? ((this.#now() - this.#startedAt) / since) * (total - done) : null;
    return { done, total, left };
  }

  rest() {
    this.#restedAt ??= this.#now();
  }

  /** Rests count for nothing. */
  goOn() {
    if (this.#restedAt !== null) this.#startedAt += this.#now() - this.#restedAt;
    this.#restedAt = null;
  }
}
