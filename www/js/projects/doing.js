/** What the projects' dialog is doing: how far it is, a way to stop it, and what went wrong. */
import { part } from "../page/template.js";
import { announce, announceQuarters } from "../page/announce.js";
import { count } from "../page/words.js";

/** @import { Progress } from "../../pkg/lib/index.js" */
/** @typedef {{ signal: AbortSignal, onProgress: (progress: Progress) => void }} Options */

export class Doing {
  #dialog;
  #bar;
  #words;
  #trouble;
  /** Ends what is under way. @type {AbortController | null} */
  #running = null;

  /** @param {HTMLElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#bar = part(dialog, "bar", HTMLProgressElement);
    this.#words = part(dialog, "doing", HTMLElement);
    this.#trouble = part(dialog, "trouble", HTMLElement);
    part(dialog, "cancel", HTMLButtonElement).addEventListener("click", () => this.cancel());
  }

  get isRunning() {
    return this.#running !== null;
  }

  cancel() {
    this.#running?.abort();
  }

  /** @param {string} trouble empty hides it */
  show(trouble) {
    this.#trouble.hidden = trouble === "";
    this.#trouble.textContent = trouble;
  }

  /**
   * Does one thing at a time. Errors are shown here: a toast would lie behind the dialog.
   * @param {string} words what it is doing; empty for what takes no time
   * @param {(options: Options) => Promise<unknown>} action
   * @param {boolean} [stoppable] whether it can be cancelled
   * @returns {Promise<boolean>} whether it was done
   */
  async run(words, action, stoppable = false) {
    if (this.#running) return false;
    const { signal } = (this.#running = new AbortController());
    const say = announceQuarters(words.replace(/\.$/, ""));
    this.show("");
    this.#words.textContent = words;
    this.#bar.removeAttribute("value");
    part(this.#dialog, "cancel", HTMLButtonElement).hidden = !stoppable;
    this.#work(words !== "");
    try {
      await action({ signal, onProgress: ({ done, total }) => (this.#advance(words, done, total), say(done, total)) });
      return true;
    } catch (error) {
      if (signal.aborted) announce("Stopped.");
      else this.show(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      this.#running = null;
      this.#work(false);
    }
  }

  /** What would begin something else looks so; the focus stays where it is. @param {boolean} isWorking */
  #work(isWorking) {
    this.#dialog.classList.toggle("working", isWorking);
    for (const button of this.#dialog.querySelectorAll(":is(.project-list, .projects-buttons, .projects-question) button")) button.ariaDisabled = String(isWorking);
  }

  /** @param {string} words @param {number} done @param {number} total */
  #advance(words, done, total) {
    if (total > 0) this.#bar.value = done / total;
    this.#words.textContent = total > 0 ? `${words} ${done.toLocaleString("en")} of ${count(total, "picture")}.` : words;
  }
}
