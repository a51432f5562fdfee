/** Asks the model about one row after the other, until there is none left or someone stops it. */
import { classifyMany } from "../../pkg/lib/index.js";
import { Pace } from "../page/pace.js";
import { toastError } from "../page/toasts.js";
import { work } from "../page/work.js";

/** @import { Amount } from "../page/pace.js" */
/** @import { Pile, Row } from "./pile.js" */

/** Fires "change" as answers come, and "end". */
export class Asking extends EventTarget {
  /** Handed over since it was last idle. @type {Row[]} */
  #queue = [];
  /** How many of them were taken, and how many are dealt with. */
  #taken = 0;
  #done = 0;
  #pace = new Pace();
  #running = false;

  /** @param {Pile} pile */
  constructor(pile) {
    super();
    this.pile = pile;
  }

  /** Null while there is nothing to do. @returns {Amount | null} */
  get amount() {
    return this.#running ? this.#pace.reach(this.#done, this.#queue.length) : null;
  }

  /** @param {Row[]} rows */
  ask(rows) {
    this.#queue.push(...rows);
    if (!this.#running && this.#queue.length > 0) void this.#run();
    else this.#changed();
  }

  /** What has an answer keeps it. */
  cancel() {
    this.#queue.length = this.#taken;
  }

  async #run() {
    this.#running = true;
    this.#pace = new Pace();
    this.#changed();
    try {
      while (this.#taken < this.#queue.length) await this.#askThrough();
    } catch (error) {
      toastError(error);
    }
    this.#running = false;
    this.#queue = [];
    this.#taken = this.#done = 0;
    work.ended("classifying");
    this.#changed();
    this.dispatchEvent(new Event("end"));
  }

  async #askThrough() {
    /** @type {Row[]} */
    const given = [];
    for await (const { index, prediction, error } of classifyMany(this.pile.pupil, this.#files(given))) {
      const row = /** @type {Row} */ (given[index]);
      if (prediction) this.pile.answer(row, prediction);
      else this.#fail(row, error);
      this.#pass();
    }
  }

  /** The pictures of the rows that are left. @param {Row[]} given the rows of those that could be got */
  async *#files(given) {
    for (let row = this.#queue[this.#taken]; row; row = this.#queue[this.#taken]) {
      this.#taken++;
      const file = await row.file().catch((error) => this.#fail(row, error));
      if (file) {
        given.push(row);
        yield file;
      } else this.#pass();
    }
  }

  /** @param {Row} row @param {{ message: string }} error */
  #fail(row, { message }) {
    this.pile.fail(row, message);
  }

  #pass() {
    this.#done++;
    this.#changed();
  }

  #changed() {
    if (this.amount) work.reached("classifying", this.amount);
    this.dispatchEvent(new Event("change"));
  }
}
