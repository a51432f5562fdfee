/** Takes turns with the engine: while one of its async methods runs, no other may be entered. */
export class Turns {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * Runs `work` once everything that asked before has ended.
   * @template T
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  take(work) {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Resolves once everything that asked before has ended; nobody gets a turn after that. */
  close() {
    return new Promise((resolve) => {
      void this.take(() => {
        resolve(undefined);
        return new Promise(() => {});
      });
    });
  }
}
