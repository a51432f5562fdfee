/** Adds pictures to one class, one batch after the other, and counts what came in and what did not. */

/** @import { AddResult, Pupil } from "../../pkg/lib/index.js" */
/**
 * @typedef {object} Batch
 * @property {File[]} pictures
 * @property {string | undefined} source
 * @property {boolean} aside
 * @property {Promise<unknown> | undefined} after what it waits for
 * @property {PromiseWithResolvers<AddResult>} over resolved when it is in, or cancelled
 */

/** What is cancelled leaves no result. @type {AddResult} */
const NOTHING = { added: [], duplicates: [], failed: [], elsewhere: [] };

/** Fires "change" as pictures come in. */
export class Importer extends EventTarget {
  /** Of the pictures that were handed over since it was last idle. */
  done = 0;
  total = 0;
  /** Whether they wait for those of another class. */
  waiting = false;
  /** What did not come in since it was last cleared: a name and why. @type {{ name: string, message: string }[]} */
  failures = [];

  /** @type {Batch[]} */
  #queue = [];
  #running = false;
  #abort = new AbortController();

  /** @param {Pupil} pupil @param {number} classId */
  constructor(pupil, classId) {
    super();
    this.pupil = pupil;
    this.classId = classId;
  }

  /**
   * @param {File[]} pictures
   * @param {object} [options]
   * @param {string} [options.source] of all of them, if they are one recording; else each is its own
   * @param {boolean} [options.aside] whether they are set aside for testing
   * @param {Promise<unknown>} [options.after] what they wait for
   * @returns {Promise<AddResult>} resolves when they are in; with nothing if they were cancelled
   */
  add(pictures, { source, aside = false, after } = {}) {
    if (pictures.length === 0) return Promise.resolve(NOTHING);
    let batch = this.#queue.at(-1);
    if (batch && source !== undefined && batch.source === source) batch.pictures.push(...pictures);
    else this.#queue.push((batch = { pictures, source, aside, after, over: Promise.withResolvers() }));
    this.total += pictures.length;
    this.#changed();
    void this.#run();
    return batch.over.promise;
  }

  /** Drops what is not in yet. */
  cancel() {
    for (const { over } of this.#queue.splice(0)) over.resolve(NOTHING);
    this.#abort.abort();
  }

  /** Lists what cannot come in. @param {string} name @param {string} message */
  fail(name, message) {
    this.failures.push({ name, message });
    this.#changed();
  }

  clearFailures() {
    this.failures = [];
    this.#changed();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let batch = this.#queue.shift(); batch; batch = this.#queue.shift()) {
      batch.over.resolve(await this.#addBatch(batch));
    }
    this.#running = false;
    this.done = this.total = 0;
    this.#changed();
  }

  /** @param {Batch} batch @returns {Promise<AddResult>} */
  async #addBatch({ pictures, source, aside, after }) {
    const before = this.done;
    this.#abort = new AbortController();
    if (after) await this.#wait(after);
    try {
      const result = await this.pupil.pictures.add(this.classId, pictures, {
        ...(source === undefined ? {} : { source }),
        aside,
        signal: this.#abort.signal,
        onProgress: ({ done }) => this.#reached(before + done),
      });
      this.failures.push(...result.failed);
      // Before a camera that stands still, frames may be alike to the last bit; nobody needs to know.
      if (source === undefined) this.failures.push(...result.duplicates.map(duplicate));
      return result;
    } catch (error) {
      if (!this.#abort.signal.aborted) this.failures.push({ name: "Stopped", message: error instanceof Error ? error.message : String(error) });
      return NOTHING;
    } finally {
      this.#reached(before + pictures.length);
    }
  }

  /** @param {Promise<unknown>} after */
  async #wait(after) {
    this.waiting = true;
    this.#changed();
    await Promise.race([after, aborted(this.#abort.signal)]);
    this.waiting = false;
    this.#changed();
  }

  /** @param {number} done */
  #reached(done) {
    this.done = done;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {string} name */
function duplicate(name) {
  return { name, message: "This class has the very same picture already; it was not added again." };
}

/** @param {AbortSignal} signal @returns {Promise<unknown>} */
function aborted(signal) {
  return new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
