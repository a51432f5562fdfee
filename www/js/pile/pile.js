/** Pictures without a label, and what the model answered of each. */
import { changeIn, modelOf } from "../page/project.js";

/** @import { Prediction, Project, Pupil, Score } from "../../pkg/lib/index.js" */

/**
 * A picture as it comes in.
 * @typedef {object} Item
 * @property {string} path of the file that it is, or comes from
 * @property {string} name of the file that it is, or would be
 * @property {number | null} time seconds from a film's beginning; null for a file
 * @property {string | undefined} source what its near-copies come from, too: a film
 * @property {() => Promise<File>} file
 */

/**
 * @typedef {Item & State} Row
 *
 * @typedef {object} State
 * @property {number} id
 * @property {Answer | null} answer
 * @property {string} trouble why there is no answer
 * @property {number | null} picture its id, if it was put into a class
 */

/**
 * @typedef {object} Answer
 * @property {object} basis what it depends on: the same object for the same model
 * @property {Omit<Score, "score">[]} classes
 * @property {Float32Array} scores one a class
 * @property {number} best index of the highest
 * @property {number} second of the next one; -1 if there is none
 * @property {boolean} none whether it looks like none of these
 */

/** Fires "change". */
export class Pile extends EventTarget {
  /** In the order they came. @type {Row[]} */
  #rows = [];
  /** @type {Set<string>} */
  #keys = new Set();
  #changed = changeIn(basisOf);
  #basis = {};
  /** Those of the last answer, for the next one. @type {Omit<Score, "score">[]} */
  #classes = [];

  /** @param {Pupil} pupil */
  constructor(pupil) {
    super();
    this.pupil = pupil;
    this.#changed(pupil.project);
    pupil.addEventListener("project", ({ detail }) => {
      if (this.#changed(detail)) this.#basis = {};
      this.changed();
    });
  }

  /** Those that are not in a class; undone, they are back. */
  get rows() {
    const there = new Set(this.pupil.project.classes.flatMap(({ pictures }) => pictures));
    return this.#rows.filter(({ picture }) => picture === null || !there.has(picture));
  }

  /** Those whose answer is of another model than the one in use. */
  get outdated() {
    return this.rows.filter(({ answer }) => answer !== null && answer.basis !== this.#basis);
  }

  /**
   * Adds what is not there yet.
   * @param {(Item & { key: string })[]} items the key tells a picture from all others
   * @returns {Row[]} those that were added
   */
  add(items) {
    const added = items.flatMap(({ key, ...item }) => {
      if (this.#keys.has(key)) return [];
      this.#keys.add(key);
      return [{ ...item, id: this.#keys.size, answer: null, trouble: "", picture: null }];
    });
    this.#rows.push(...added);
    this.changed();
    return added;
  }

  clear() {
    this.#rows = [];
    this.#keys.clear();
    this.changed();
  }

  /** @param {Row} row @param {Prediction} prediction */
  answer(row, { scores, noneOfThese }) {
    const order = scores.map((_, index) => index).sort((a, b) => at(scores, b) - at(scores, a));
    row.trouble = "";
    row.answer = {
      basis: this.#basis,
      classes: this.#sameClasses(scores),
      scores: Float32Array.from(scores, ({ score }) => score),
      best: order[0] ?? -1,
      second: order[1] ?? -1,
      none: noneOfThese,
    };
    this.changed();
  }

  /** @param {Row} row @param {string} why */
  fail(row, why) {
    row.answer = null;
    row.trouble = why;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** One list for all answers that have the same. @param {Score[]} scores */
  #sameClasses(scores) {
    const before = this.#classes;
    const same = before.length === scores.length && scores.every(({ classId, label }, index) => before[index]?.classId === classId && before[index]?.label === label);
    return (this.#classes = same ? before : scores.map(({ classId, label }) => ({ classId, label })));
  }
}

/** @param {Score[]} scores @param {number} index */
function at(scores, index) {
  return scores[index]?.score ?? 0;
}

/** What an answer depends on, names apart. @param {Project} project */
function basisOf(project) {
  const known = new Set(project.trained?.classIds);
  return [modelOf(project), project.backbone, project.classes.filter(({ id, enabled }) => enabled && known.has(id)).map(({ id }) => id)];
}
