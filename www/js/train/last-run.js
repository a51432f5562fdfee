/** What became of the last run in this tab, as long as no other model is put to use; its figures are those of now. */
import { changeIn } from "../page/project.js";
import { basis } from "../page/reports.js";
import { part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { outcomeElements, outcomeSentence } from "./outcome.js";

/** @import { ModelStanding, Project, TrainingResult } from "../../pkg/lib/index.js" */

/** Milliseconds without a change before the two are compared anew. */
const SETTLED_MS = 400;

export class LastRun {
  #root;
  /** @type {TrainingResult | null} */
  #result = null;
  /** The model in use and the other one; null where they cannot be compared. @type {ModelStanding | null} */
  #standing = null;
  #changed = changeIn(basis);
  #timer = 0;

  /** @param {HTMLElement} root the Train panel @param {import("../history/history.js").EditHistory} history @param {import("./standings.js").Standings} standings */
  constructor(root, history, standings) {
    this.#root = part(root, "outcome", HTMLElement);
    this.history = history;
    this.standings = standings;
  }

  /** Another begins. */
  forget() {
    this.#result = null;
  }

  /** @param {TrainingResult} result @returns {Promise<string>} what is to be announced of it */
  async end(result) {
    this.#result = result;
    await this.#compare();
    return outcomeSentence(result, this.#standing);
  }

  /** @param {Project} project */
  show(project) {
    const result = this.#result;
    const inUse = project.models.find((model) => model.inUse)?.id ?? null;
    const isUpToDate = result !== null && inUse === (result.inUse ? result.model : result.before);
    if (isUpToDate && this.#changed(project)) {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#compare().then(() => this.show(this.history.pupil.project), toastError), SETTLED_MS);
    }
    const elements = isUpToDate ? outcomeElements(result, this.#standing, this.history) : [];
    const text = elements.map(({ textContent }) => textContent).join("");
    // A button that has the focus keeps it.
    if (text !== this.#root.textContent) this.#root.replaceChildren(...elements);
    this.#root.hidden = this.history.pupil.state !== "idle" || text === "";
  }

  async #compare() {
    const { project, state } = this.history.pupil;
    const result = this.#result;
    if (!result || state === "training") return;
    const other = result.inUse ? result.before : result.model;
    const isComparable = ["notWorse", "worse", "nothingToCompare"].includes(result.why) && (other !== null ? project.models.some(({ id }) => id === other) : result.inUse);
    this.#standing = isComparable ? await this.standings.get(other) : null;
  }
}
