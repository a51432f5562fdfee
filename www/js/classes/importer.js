/** Adds pictures to one class, one batch after the other, and counts what came in and what did not. */
import { PupilError } from "../../pkg/lib/index.js";

import { duplicate, reading } from "../import/reading.js";
import { work } from "../page/work.js";

/** @import { AddResult, Pupil } from "../../pkg/lib/index.js" */
/** @import { Errand } from "../import/reading.js" */
/**
 * @typedef {object} Batch
 * @property {File[]} pictures
 * @property {string | undefined} source
 * @property {boolean} aside
 * @property {Promise<unknown> | undefined} after what it waits for
 * @property {Errand | null} errand what it is a part of; null for a recording
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
  /** The one that is being read. @type {Batch | null} */
  #current = null;
  #abort = new AbortController();
  /** Whether frames of a recording are on their way. */
  #recorded = false;

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
   * @param {Errand} [options.errand] what they are a part of; by default one of their own
   * @returns {Promise<AddResult>} resolves when they are in; with nothing if they were cancelled
   */
  add(pictures, { source, aside = false, after, errand } = {}) {
    if (pictures.length === 0) return Promise.resolve(NOTHING);
    let batch = this.#queue.at(-1);
    if (batch && source !== undefined && batch.source === source) batch.pictures.push(...pictures);
    else this.#queue.push((batch = this.#batch({ pictures, source, aside, after }, errand)));
    this.total += pictures.length;
    this.#changed();
    void this.#run();
    return batch.over.promise;
  }

  /** Drops what is not in yet. @param {Errand} [errand] of which; by default all */
  cancel(errand) {
    const isMeant = (/** @type {Batch} */ batch) => errand === undefined || batch.errand === errand;
    const dropped = this.#queue.filter(isMeant);
    this.#queue = this.#queue.filter((batch) => !isMeant(batch));
    for (const batch of dropped) {
      batch.errand?.skip(batch.pictures.length);
      batch.over.resolve(NOTHING);
    }
    if (this.#current && isMeant(this.#current)) this.#abort.abort();
  }

  /** @param {Pick<Batch, "pictures" | "source" | "aside" | "after">} batch @param {Errand} [given] @returns {Batch} */
  #batch(batch, given) {
    /** @type {PromiseWithResolvers<AddResult>} */
    const over = Promise.withResolvers();
    const isRecording = batch.source !== undefined;
    const errand = isRecording ? null : (given ?? reading.begin(this.pupil, batch.pictures.length));
    errand?.signal.addEventListener("abort", () => this.cancel(errand), { once: true });
    if (errand && !given) void over.promise.then(() => errand.end());
    return { ...batch, errand, over };
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
    if (this.#current) return;
    for (let batch = this.#queue.shift(); batch; batch = this.#queue.shift()) {
      this.#current = batch;
      batch.over.resolve(await this.#addBatch(batch));
    }
    this.#current = null;
    this.done = this.total = 0;
    this.#changed();
  }

  /** @param {Batch} batch @returns {Promise<AddResult>} */
  async #addBatch({ pictures, source, aside, after, errand }) {
    const before = this.done;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const onProgress = (/** @type {number} */ done) => this.#reached(before + done);
    if (after) await this.#wait(after);
    try {
      const result = await (errand
        ? errand.add(this.classId, pictures, { aside, signal, onProgress })
        : this.pupil.pictures.add(this.classId, pictures, { source: source ?? "", signal, onProgress: ({ done }) => onProgress(done) }));
      this.failures.push(...result.failed);
      // Before a camera that stands still, frames may be alike to the last bit; nobody needs to know.
      if (source === undefined) this.failures.push(...result.duplicates.map(duplicate));
      return result;
    } catch (error) {
      if (error instanceof PupilError && error.code === "aborted") return /** @type {AddResult} */ (error.details.result);
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
    const recorded = [this.#current, ...this.#queue].some((batch) => batch?.errand === null);
    if (recorded) work.reached("recording", { done: this.done, total: this.total, left: null });
    else if (this.#recorded) work.ended("recording");
    this.#recorded = recorded;
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {AbortSignal} signal @returns {Promise<unknown>} */
function aborted(signal) {
  return new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
