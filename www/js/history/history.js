/** What was done in this tab, in order: undone and done again, as long as the tab lives. */
import { toast, toastError } from "../page/toasts.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/**
 * @typedef {object} Step
 * @property {string} label what was done, a sentence without its full stop: “ball” deleted
 * @property {() => Promise<unknown>} do
 * @property {() => Promise<unknown>} undo
 * @property {boolean} [ofAll] whether it is about the projects, not about what is in the open one
 */

/** Codes of errors after which a step can never be taken back: what it was about is gone for good. */
const GONE = ["unknown_class", "unknown_model", "unknown_picture", "unknown_project"];

/** Fires "change" when there is another step to undo, or to do again. */
export class EditHistory extends EventTarget {
  /** The newest last. @type {Step[]} */
  #done = [];
  /** Undone, the one to be done again first last. @type {Step[]} */
  #undone = [];
  /** Closes the message that offers to undo a step. @type {WeakMap<Step, () => void>} */
  #offers = new WeakMap();
  /** Edits, and steps that are taken back or done again: the next one waits until they are over. @type {Promise<unknown>} */
  #turning = Promise.resolve();

  /** @param {Pupil} pupil */
  constructor(pupil) {
    super();
    this.pupil = pupil;
  }

  /** The step that `undo` takes back. */
  get last() {
    return this.#done.at(-1);
  }

  /** The step that `redo` does again. */
  get next() {
    return this.#undone.at(-1);
  }

  /**
   * Does a step, and remembers it if it was done.
   * @param {Step} step
   */
  perform(step) {
    return this.during(async () => {
      await step.do();
      this.remember(step);
    });
  }

  /**
   * Makes an edit that ends with `remember`. What is undone or done again meanwhile waits for it: it is the last edit then.
   * @template T
   * @param {() => Promise<T>} edit
   * @returns {Promise<T>}
   */
  during(edit) {
    const made = edit();
    this.#turning = Promise.allSettled([this.#turning, made]);
    return made;
  }

  /** As `perform`, and tells of it. @param {Step} step */
  async performAloud(step) {
    await this.perform(step);
    this.tell(step);
  }

  /** Shows a message that offers to undo a step. @param {Step} step */
  tell(step) {
    this.#offers.set(step, toast(`${step.label}.`, () => this.undo(step)));
  }

  /** Remembers a step that was done. @param {Step} step */
  remember(step) {
    this.#done.push(step);
    this.#undone = [];
    this.changed();
  }

  /** The label of a step is another. */
  changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Step} [step] one of those done; by default the last */
  undo(step) {
    return this.#turn(() => this.#take(this.#done, step ?? this.last), this.#undone, "undo");
  }

  redo() {
    return this.#turn(() => this.#take(this.#undone, this.next), this.#done, "do");
  }

  /** Nothing of what was done is there any more. */
  clear() {
    this.#keep(() => false);
  }

  /** Another project is open: nothing of what was done in the one before is there any more. */
  leaveProject() {
    this.#keep(({ ofAll = false }) => ofAll);
  }

  /** @param {(step: Step) => boolean} isKept */
  #keep(isKept) {
    for (const step of this.#done) if (!isKept(step)) this.#offers.get(step)?.();
    this.#done = this.#done.filter(isKept);
    this.#undone = this.#undone.filter(isKept);
    this.changed();
  }

  /** @param {Step[]} steps @param {Step | undefined} step @returns {Step | null} the step, which is not among them any more; null if it was not */
  #take(steps, step) {
    const index = step ? steps.lastIndexOf(step) : -1;
    return steps.splice(index < 0 ? steps.length : index, 1)[0] ?? null;
  }

  /**
   * @param {() => Step | null} take
   * @param {Step[]} to where the step is afterwards
   * @param {"do" | "undo"} way
   */
  #turn(take, to, way) {
    this.#turning = this.#turning.then(async () => {
      const step = take();
      if (!step) return;
      this.#offers.get(step)?.();
      await this.#try(step, to, way);
      this.changed();
    });
    return this.#turning;
  }

  /** @param {Step} step @param {Step[]} to @param {"do" | "undo"} way */
  async #try(step, to, way) {
    const [isOver, cannot] = way === "undo" ? ["Undone", "undone"] : ["Done again", "done again"];
    try {
      await step[way]();
      to.push(step);
      toast(`${isOver}: ${step.label}.`);
    } catch (error) {
      const { code = "", message = String(error) } = /** @type {{ code?: string, message?: string }} */ (error);
      if (GONE.includes(code)) return void toast(`This can no longer be ${cannot}: ${step.label}. ${message}`);
      (way === "undo" ? this.#done : this.#undone).push(step);
      toastError(error);
    }
  }
}
