/** Saves the open project to a file, and opens files. */
import { pickProject } from "../files/picker.js";
import { foldedFailures } from "../import/failures.js";
import { announce } from "../page/announce.js";
import { download } from "../page/download.js";
import { showNotice } from "../page/notices.js";
import { part } from "../page/template.js";
import { count, size } from "../page/words.js";

/** @import { Doing } from "./doing.js" */
/** @import { ImportedProject, Pupil } from "../../pkg/lib/index.js" */

/** Chromium alone has it. @typedef {{ showSaveFilePicker?: (options: object) => Promise<FileSystemFileHandle> }} Pickers */

export class ProjectFiles {
  #pupil;
  #dialog;
  #doing;
  #changeTo;
  #question;
  #share;
  /** The file that the question is about. @type {File | null} */
  #file = null;
  /** The file that was saved last, to be shared. @type {File | null} */
  #saved = null;

  /** @param {Pupil} pupil @param {HTMLDialogElement} dialog @param {Doing} doing @param {(id: number, words: string) => Promise<void>} changeTo opens another project */
  constructor(pupil, dialog, doing, changeTo) {
    this.#pupil = pupil;
    this.#dialog = dialog;
    this.#doing = doing;
    this.#changeTo = changeTo;
    this.#question = part(dialog, "question", HTMLElement);
    this.#share = part(dialog, "share", HTMLButtonElement);
    part(dialog, "as-new", HTMLButtonElement).addEventListener("click", () => this.#open(false));
    part(dialog, "merge", HTMLButtonElement).addEventListener("click", () => this.#open(true));
    part(dialog, "neither", HTMLButtonElement).addEventListener("click", () => this.#ask(null));
    this.#share.addEventListener("click", () => this.#saved && navigator.share({ files: [this.#saved] }).catch(() => {}));
    dialog.addEventListener("close", () => (this.#ask(null), (this.#share.hidden = true), (this.#saved = null)));
  }

  async save() {
    const name = `${this.#pupil.project.name}.zip`;
    const to = await placeFor(name);
    if (to === null) return;
    await this.#doing.run("Saving.", async (options) => {
      const file = await this.#pupil.projects.save({ to, ...options });
      if (!to) download(file, name);
      announce(to ? `Saved: ${size(file.size)}.` : `The project is in your downloads: ${size(file.size)}.`);
      this.#saved = new File([file], name, { type: "application/zip" });
      this.#share.hidden = !navigator.canShare?.({ files: [this.#saved] });
    }, true);
  }

  choose() {
    pickProject((file) => this.offer(file));
  }

  /** Asks what to do with a project file. @param {File} file */
  offer(file) {
    if (this.#doing.isRunning) return this.#doing.show(`Wait until this has finished, or cancel it, then open “${file.name}”.`);
    this.#doing.show("");
    this.#ask(file);
    // Nothing to add to: it can only be a project of its own.
    if (this.#pupil.project.classes.length === 0) void this.#open(false);
  }

  /** @param {File | null} file */
  #ask(file) {
    this.#file = file;
    this.#question.hidden = file === null;
    if (!file) return;
    part(this.#question, "file", HTMLElement).textContent = `${file.name}, ${size(file.size)}`;
    part(this.#dialog, "merge", HTMLButtonElement).textContent = `Add its pictures to “${this.#pupil.project.name}”`;
    part(this.#dialog, "as-new", HTMLButtonElement).focus();
  }

  /** @param {boolean} merge */
  async #open(merge) {
    const file = this.#file;
    if (!file) return;
    this.#ask(null);
    const done = await this.#doing.run(`Reading ${file.name}.`, async (options) => {
      const found = await this.#pupil.projects.import(file, { merge, ...options });
      const words = wordsOf(found, merge);
      if (!merge) await this.#changeTo(found.id, words);
      showNotice({ code: "project_file", message: words }, { calm: true, more: foldedFailures(found.missing.map((name) => ({ name, message: "" }))) });
      announce(words);
    }, true);
    if (done) this.#dialog.close();
  }
}

/** Where the file is to be: undefined in the downloads, null nowhere after all. @param {string} suggestedName @returns {Promise<FileSystemFileHandle | undefined | null>} */
async function placeFor(suggestedName) {
  const { showSaveFilePicker } = /** @type {Pickers} */ (globalThis);
  const types = [{ description: "Project", accept: { "application/zip": [".zip"] } }];
  // What cannot be chosen there, for whatever reason but a change of mind, goes to the downloads.
  return showSaveFilePicker?.({ suggestedName, types }).catch((error) => (error.name === "AbortError" ? null : undefined));
}

/** What came in, in a sentence or two. @param {ImportedProject} found @param {boolean} merge */
function wordsOf({ name, pictures, duplicates, missing, sameNetwork }, merge) {
  const came = merge ? `${count(pictures, "picture")} came into “${name}”` : `“${name}” is open, with ${count(pictures, "picture")}`;
  const twice = duplicates > 0 ? `; ${count(duplicates, "was", "were")} there already` : "";
  const lost = missing.length > 0 ? ` The file is cut off or damaged: ${count(missing.length, "part")} of it could not be read.` : "";
  const other = sameNetwork ? "" : " Its network is not here, so its trained models cannot be used.";
  return `${came}${twice}.${lost}${other}`;
}
