/** Teaching from the preview: what is seen there goes into the class that one names, by a button or by its number. */
import { tellAdded } from "../history/arrivals.js";
import { changeIn, classColour, followProject } from "../page/project.js";
import { part } from "../page/template.js";
import { toast, toastError } from "../page/toasts.js";

/** @import { ClassInfo, Project } from "../../pkg/lib/index.js" */
/** @import { EditHistory } from "../history/history.js" */

/**
 * A picture, and its source; null for a file, which is its own.
 * @typedef {{ file: Blob, source: ((classId: number) => string) | null }} Seen
 */

/** Where a digit is typed, or means something else. */
const TAKES_DIGITS = "input:not([type='checkbox'], [type='radio']), select, textarea, dialog[open], [role='listbox']";

export class Teach {
  #box;
  #buttons;
  #see;
  #busy = false;
  #changed = changeIn(({ classes }) => classes.map(({ id, name, enabled }) => [id, name, enabled]));

  /**
   * @param {HTMLElement} root the Preview panel
   * @param {EditHistory} history
   * @param {() => Promise<Seen | null>} see what is on the stage now
   * @param {() => Promise<ClassInfo | undefined>} addClass
   */
  constructor(root, history, see, addClass) {
    this.history = history;
    this.addClass = addClass;
    this.#see = see;
    this.#box = part(root, "teach", HTMLElement);
    this.#buttons = part(root, "teach-buttons", HTMLElement);
    followProject(history.pupil, (project) => this.#changed(project) && this.#list(project));
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {boolean} something whether there is something on the stage */
  show(something) {
    this.#box.hidden = !something;
  }

  get #classes() {
    return this.history.pupil.project.classes.filter(({ enabled }) => enabled);
  }

  /** @param {Project} project */
  #list(project) {
    const buttons = project.classes.filter(({ enabled }) => enabled).map((info, index) => {
      const button = this.#button(info.name, () => this.#add(info));
      button.style.setProperty("--class", classColour(info.id));
      if (index < 9) button.prepend(Object.assign(document.createElement("kbd"), { className: "by-mouse", ariaHidden: "true", textContent: String(index + 1) }));
      return button;
    });
    const isFocused = this.#buttons.contains(document.activeElement);
    this.#buttons.replaceChildren(...buttons, this.#button("a new class", () => this.#addToNew()));
    if (isFocused) this.#buttons.querySelector("button")?.focus({ preventScroll: true });
  }

  /** @param {string} text @param {() => unknown} act */
  #button(text, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small" });
    button.append(Object.assign(document.createElement("span"), { textContent: text }));
    button.addEventListener("click", act);
    return button;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, target, ctrlKey, metaKey, altKey, repeat } = event;
    if (this.#box.hidden || ctrlKey || metaKey || altKey || repeat || !/^[1-9]$/.test(key)) return;
    if (document.querySelector("dialog[open]") || (target instanceof Element && target.closest(TAKES_DIGITS))) return;
    const info = this.#classes[Number(key) - 1];
    if (!info) return;
    event.preventDefault();
    void this.#add(info);
  }

  async #addToNew() {
    // What is seen now, not once the class is there.
    const seen = await this.#see();
    const info = seen && (await this.addClass().catch(toastError));
    if (info) await this.#add(info, seen);
  }

  /** @param {ClassInfo} info @param {Seen | null} [given] */
  async #add({ id, name }, given) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const seen = given ?? (await this.#see());
      if (seen) await this.#put(seen, id, name);
    } catch (error) {
      toastError(error);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {Seen} seen @param {number} id @param {string} name of the class */
  async #put({ file, source }, id, name) {
    const { pictures } = this.history.pupil;
    const { added, failed } = await pictures.add(id, [file], source ? { source: source(id) } : {});
    const ids = added.map((picture) => picture.id);
    if (ids.length === 0) return void toast(failed[0]?.message ?? `“${name}” has it already.`);
    tellAdded(this.history, ids, `Added to “${name}”`);
  }
}
