/** What is under way and takes long: pictures being read or classified, a training. The title, the steps and the question before closing follow it. */
import { Pace } from "./pace.js";

/** @import { Pupil, TrainingMessage } from "../../pkg/lib/index.js" */
/** @import { Amount } from "./pace.js" */
/** @typedef {"classifying" | "reading" | "recording" | "training"} Kind of recordings, what is not stored yet */

/** Fires "change". */
class Work extends EventTarget {
  /** @type {Map<Kind, Amount>} */
  #amounts = new Map();

  /** How far it is; null if nothing of the kind is under way. @param {Kind} kind @returns {Amount | null} */
  amount(kind) {
    return this.#amounts.get(kind) ?? null;
  }

  /** Whether anything is under way. */
  get isUnderWay() {
    return this.#amounts.size > 0;
  }

  /** @param {Kind} kind @param {Amount} amount */
  reached(kind, amount) {
    this.#amounts.set(kind, amount);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Kind} kind */
  ended(kind) {
    if (this.#amounts.delete(kind)) this.dispatchEvent(new Event("change"));
  }
}

export const work = new Work();

/** Calls `show` now and whenever something changed. @param {() => void} show */
export function followWork(show) {
  work.addEventListener("change", show);
  show();
}

/** The share of a kind of work that is done: "42 %"; empty if there is none. @param {Kind} kind */
export function shareDone(kind) {
  const amount = work.amount(kind);
  return amount && amount.total > 0 ? `${Math.floor((100 * amount.done) / amount.total)}\u00a0%` : "";
}

/** Counts the pupil's trainings as work. @param {Pupil} pupil */
export function watchTraining(pupil) {
  let pace = new Pace();
  let total = 0;
  /** @param {TrainingMessage} message */
  const handle = (message) => {
    if (message.type === "started") [pace, total] = [new Pace(), message.epochs * message.stepsPerEpoch];
    if (message.type === "step") work.reached("training", pace.reach(message.steps, total));
    if (message.type === "paused") pace.rest();
    if (message.type === "resumed") pace.goOn();
  };
  pupil.addEventListener("training", ({ detail }) => handle(detail));
  pupil.addEventListener("state", ({ detail }) => {
    if (detail === "idle") work.ended("training");
    else if (!work.amount("training")) work.reached("training", { done: 0, total: 0, left: null });
  });
}
