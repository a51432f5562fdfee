/** The queue of tasks on the engine: while one of its async methods runs, no other may be called. */
import { isFatal, PupilError } from "../../shared/errors.js";

export class Queue {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #holds = 0;
  #replacing = false;

  /** Whether a job needs the engine, or replaces it. */
  get isBusy() {
    return this.#replacing || this.#holds > 0;
  }

  /**
   * Runs a task after all earlier ones have settled. If the engine dies of it, no later task runs.
   * @template T
   * @param {() => T | Promise<T>} task
   * @returns {Promise<T>}
   */
  run(task) {
    const result = this.#last.then(task);
    this.#last = result.catch((error) => (isFatal(error) ? NEVER : undefined));
    return result;
  }

  /**
   * Runs a job of many tasks that all need the same engine.
   * @template T
   * @param {() => Promise<T>} job
   * @returns {Promise<T>} rejects with "busy" while the engine is being replaced
   */
  async hold(job) {
    if (this.#replacing) throw new PupilError("busy", "Pupil is changing to another network. Wait until it has changed, or stop it, then try again.");
    this.#holds++;
    try {
      return await job();
    } finally {
      this.#holds--;
    }
  }

  /**
   * Runs the job of many tasks that replaces the engine.
   * @template T
   * @param {() => Promise<T>} job
   * @returns {Promise<T>} rejects with "busy" while a job holds the engine, or replaces it
   */
  async replace(job) {
    if (this.isBusy) {
      throw new PupilError("busy", "Pupil is working with the network in use. Wait until it has finished, or stop it, then choose the network again.");
    }
    this.#replacing = true;
    try {
      return await job();
    } finally {
      this.#replacing = false;
    }
  }

  /**
   * Runs the last task, after all earlier ones have settled: no later one runs, unless it fails.
   * @param {() => Promise<void>} task
   * @returns {Promise<void>}
   */
  close(task = async () => {}) {
    return new Promise((resolve, reject) => {
      const last = async () => {
        await task();
        resolve();
        return NEVER;
      };
      this.run(last).catch(reject);
    });
  }
}

/** Never settles. @type {Promise<void>} */
const NEVER = new Promise(() => {});
