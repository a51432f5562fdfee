/** Takes turns with the engine: while one of its async methods runs, no other may be entered. */
import { isFatal } from "../shared/errors.js";

export class Turns {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #holding = 0;

  /**
   * Runs `work` once everything that asked before has ended. If the engine dies of it, nobody gets another turn.
   * @template T
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  take(work) {
    const result = this.#last.then(work);
    this.#last = result.catch((error) => (isFatal(error) ? FOREVER : undefined));
    return result;
  }

  /** Does a job of many turns, between which the engine must stay the one it is. @template T @param {() => Promise<T>} job @returns {Promise<T>} */
  async hold(job) {
    this.#holding++;
    try {
      return await job();
    } finally {
      this.#holding--;
    }
  }

  /** Whether a job holds on to the engine. */
  get held() {
    return this.#holding > 0;
  }

  /** Resolves once everything that asked before has ended; nobody gets a turn after that. */
  close() {
    return new Promise((resolve) => {
      void this.take(() => {
        resolve(undefined);
        return FOREVER;
      });
    });
  }
}

/** Never settles. @type {Promise<void>} */
const FOREVER = new Promise(() => {});
