/** All pictures that are being read, of whatever class: how far the whole is, and a way to stop it. */
import { Pace } from "../page/pace.js";
import { work } from "../page/work.js";
import { clearAnnounced, noteAnnounced } from "./announced.js";

/** @import { AddResult, Pupil } from "../../pkg/lib/index.js" */
/** @typedef {import("./failures.js").Failure} Failure */

/** Fires "change". */
class Reading extends EventTarget {
  /** Of the pictures that were handed over since nothing was read. */
  done = 0;
  total = 0;
  /** How many of these did not come in, as far as is known. */
  failed = 0;
  /** @type {Set<Errand>} */
  #errands = new Set();
  #pace = new Pace();
  /** Whether some were cut off by an error: they are told of at the next start. */
  #cut = false;

  /** Milliseconds, about; null until that can be told. */
  get left() {
    return this.#pace.reach(this.done, this.total).left;
  }

  /**
   * Pictures that are going to be read.
   * @param {Pupil} pupil
   * @param {number} total how many
   * @param {string} [name] of their folder
   */
  begin(pupil, total, name = "") {
    const errand = new Errand(pupil, total);
    if (this.#errands.size === 0) this.#reset();
    this.#errands.add(errand);
    this.total += total;
    noteAnnounced(pupil.project, this, name);
    this.#changed();
    return errand;
  }

  /** Ends the reading; what is in stays. */
  cancel() {
    for (const errand of this.#errands) errand.cancel();
  }

  /** @param {Errand} errand @param {number} pictures that are dealt with */
  passed(errand, pictures) {
    if (!this.#errands.has(errand)) return;
    this.done += pictures;
    noteAnnounced(errand.pupil.project, this);
    this.#changed();
  }

  /** @param {Errand} errand @param {boolean} cut whether an error ended it */
  end(errand, cut) {
    if (!this.#errands.delete(errand)) return;
    this.#cut ||= cut;
    if (this.#errands.size > 0) return;
    if (!this.#cut) clearAnnounced();
    this.total = this.done = 0;
    this.#changed();
  }

  #reset() {
    this.total = this.done = this.failed = 0;
    this.#cut = false;
    this.#pace = new Pace();
  }

  #changed() {
    const { done, total, left } = this;
    if (total > 0) work.reached("reading", { done, total, left });
    else work.ended("reading");
    this.dispatchEvent(new Event("change"));
  }
}

export const reading = new Reading();

/** What was handed over in one go. */
export class Errand {
  /** What did not come in. @type {Failure[]} */
  failures = [];
  #abort = new AbortController();
  #cut = false;

  /** @param {Pupil} pupil @param {number} total */
  constructor(pupil, total) {
    this.pupil = pupil;
    this.total = total;
  }

  /** Aborted when the reading is cancelled. */
  get signal() {
    return this.#abort.signal;
  }

  cancel() {
    this.#abort.abort();
  }

  /**
   * Adds some of the pictures to a class.
   * @param {number} classId
   * @param {File[]} files
   * @param {{ aside?: boolean, source?: string, signal?: AbortSignal, onProgress?: (done: number) => void }} options `source`: of all of them
   * @returns {Promise<AddResult>}
   */
  async add(classId, files, { aside = false, source, signal = this.signal, onProgress = () => {} }) {
    let passed = 0;
    const reach = (/** @type {number} */ done) => {
      // A call that begins again in a new worker counts from one again.
      this.skip(Math.max(0, done - passed));
      passed = Math.max(passed, done);
    };
    try {
      const result = await this.pupil.pictures.add(classId, files, { aside, source, signal, onProgress: ({ done }) => (reach(done), onProgress(done)) });
      this.failures.push(...result.failed, ...result.duplicates.map(duplicate));
      reading.failed += result.failed.length + result.duplicates.length;
      return result;
    } catch (error) {
      this.#cut ||= !signal.aborted;
      throw error;
    } finally {
      if (!this.#cut) reach(files.length);
    }
  }

  /** So many are dealt with. @param {number} pictures */
  skip(pictures) {
    reading.passed(this, pictures);
  }

  /** Nothing more of it comes. */
  end() {
    reading.end(this, this.#cut);
  }
}

/** @param {string} name @returns {Failure} */
export function duplicate(name) {
  return { name, message: "This class has the very same picture already; it was not added again." };
}
