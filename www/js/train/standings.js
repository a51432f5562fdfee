/** How other models stand beside the one in use, on the same pictures. Each is asked for once until something changes that it depends on. */
import { changeIn } from "../page/project.js";
import { basis } from "../page/reports.js";
import { count } from "../page/words.js";

/** @import { ModelStanding, Pupil } from "../../pkg/lib/index.js" */

export class Standings {
  #changed = changeIn(basis);
  /** By model. @type {Map<number | null, Promise<ModelStanding | null>>} */
  #standings = new Map();

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.pupil = pupil;
  }

  /** @param {number | null} id of a model; null for Instant */
  get(id) {
    if (this.#changed(this.pupil.project)) this.#standings.clear();
    return this.#standings.get(id) ?? this.#ask(id);
  }

  /** @param {number | null} id */
  #ask(id) {
    const asked = this.pupil.models.compare(id);
    this.#standings.set(id, asked);
    asked.catch(() => this.#standings.get(id) === asked && this.#standings.delete(id));
    return asked;
  }
}

/** On which pictures two models are compared: "50 pictures in your test set". @param {Pick<ModelStanding, "measuredOn" | "pictures">} standing */
export function comparedOn({ measuredOn, pictures }) {
  return `${count(pictures, "picture")} ${measuredOn === "test" ? "in your test set" : "that neither learnt from"}`;
}

/** Whether a difference says anything. @param {number} differ how many pictures one of two alone is right on @param {boolean} couldBeChance */
export function chanceWords(differ, couldBeChance) {
  if (differ === 0) return "the same ones";
  return couldBeChance ? "that could be chance" : "that is hardly chance";
}

/** "Of 50 pictures in your test set, 41 right; the one in use: 47 (that could be chance)". @param {ModelStanding} standing */
export function standingWords(standing) {
  const { inUse, other, onlyInUse, onlyOther, couldBeChance } = standing;
  return `Of ${comparedOn(standing)}, ${other} right; the one in use: ${inUse} (${chanceWords(onlyInUse + onlyOther, couldBeChance)})`;
}
