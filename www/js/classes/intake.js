/** Adds pictures to one class, one batch after the other, and keeps count of what came in and what did not. */

/** @typedef {import("../../pkg/lib/client.js").Pupil} Pupil */
/** @typedef {{ pictures: File[], source: string | undefined }} Batch */

/** Fires "change" as pictures come in. */
export class Intake extends EventTarget {
  /** Of the pictures that were handed over since it was last idle. */
  done = 0;
  total = 0;
  /** What did not come in since it was last cleared: a name and why. @type {{ name: string, message: string }[]} */
  trouble = [];

  /** @type {Batch[]} */
  #queue = [];
  /** @type {Promise<void> | null} */
  #running = null;
  #abort = new AbortController();

  /** @param {Pupil} pupil @param {number} classId */
  constructor(pupil, classId) {
    super();
    this.pupil = pupil;
    this.classId = classId;
  }

  /**
   * @param {File[]} pictures
   * @param {string} [source] of all of them, if they are one recording; else each is its own
   * @returns {Promise<void>} resolves when everything handed over so far is in
   */
  add(pictures, source) {
    const last = this.#queue.at(-1);
    if (last && source !== undefined && last.source === source) last.pictures.push(...pictures);
    else this.#queue.push({ pictures, source });
    this.total += pictures.length;
    this.#changed();
    return (this.#running ??= this.#run());
  }

  /** Drops what is not in yet. */
  cancel() {
    this.#queue = [];
    this.#abort.abort();
  }

  clearTrouble() {
    this.trouble = [];
    this.#changed();
  }

  async #run() {
    for (let batch = this.#queue.shift(); batch; batch = this.#queue.shift()) await this.#addBatch(batch);
    this.#running = null;
    this.done = this.total = 0;
    this.#changed();
  }

  /** @param {Batch} batch */
  async #addBatch({ pictures, source }) {
    const before = this.done;
    this.#abort = new AbortController();
    try {
      const result = await this.pupil.addPictures(this.classId, pictures, {
        ...(source === undefined ? {} : { source }),
        signal: this.#abort.signal,
        onProgress: ({ done }) => this.#reached(before + done),
      });
      this.trouble.push(...result.failed);
      // Before a camera that stands still, frames may be alike to the last bit; nobody needs to know.
      if (source === undefined) this.trouble.push(...result.duplicates.map(duplicate));
    } catch (error) {
      if (!this.#abort.signal.aborted) this.trouble.push({ name: "Stopped", message: error instanceof Error ? error.message : String(error) });
    }
    this.#reached(before + pictures.length);
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
