/** Takes the model along: a file that works in other programs, made in this tab. */
import { announce } from "../page/announce.js";
import { download } from "../page/download.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { size } from "../page/words.js";

/** @import { ExportFormat, Progress, Pupil } from "../../pkg/lib/index.js" */

/** Bytes above which a page is slow to mail, and to open on a phone. With the network that Pupil begins with it is below. */
const LARGE_PAGE = 15e6;

export class ExportsPanel {
  #pupil;
  #root = byId("exports", HTMLElement);
  #bar = part(this.#root, "bar", HTMLProgressElement);
  #progress = part(this.#root, "progress", HTMLElement);
  #trouble = part(this.#root, "trouble", HTMLElement);
  #large = part(this.#root, "large", HTMLElement);
  #buttons = [...this.#root.querySelectorAll("button[data-format]")].map((button) => /** @type {HTMLButtonElement} */ (button));
  /** Ends the export that is under way. @type {AbortController | null} */
  #writing = null;

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.#pupil = pupil;
    for (const button of this.#buttons) {
      button.addEventListener("click", () => this.#write(/** @type {ExportFormat} */ (button.dataset.format), button));
    }
    part(this.#root, "cancel", HTMLButtonElement).addEventListener("click", () => this.#writing?.abort());
    followProject(pupil, ({ trained }) => (this.#root.hidden = trained === null));
  }

  /** @param {ExportFormat} format @param {HTMLButtonElement} button */
  async #write(format, button) {
    if (this.#writing) return;
    button.after(this.#progress, this.#trouble, this.#large); // on a phone, elsewhere would be out of sight
    this.#writing = new AbortController();
    const { signal } = this.#writing;
    this.#show("");
    try {
      const info = (await this.#pupil.exports.formats()).find(({ id }) => id === format);
      const file = await this.#pupil.exports.write(format, { signal, onProgress: (progress) => this.#advance(progress) });
      download(file, info?.fileName ?? "model");
      const isLarge = format === "page" && file.size > LARGE_PAGE;
      const large = isLarge ? `This page is ${size(file.size)}: slow to mail, and to open on a phone. A smaller network, or less fine-tuning, makes it smaller.` : "";
      announce(`Your model is in your downloads: ${size(file.size)}. ${large}`);
      this.#end("", button);
      this.#large.hidden = !isLarge;
      this.#large.textContent = large;
    } catch (error) {
      if (signal.aborted) announce("Stopped. Nothing was downloaded.");
      this.#end(signal.aborted ? "" : error instanceof Error ? error.message : String(error), button);
    }
  }

  /** @param {string} trouble @param {HTMLButtonElement} button that began it */
  #end(trouble, button) {
    this.#writing = null;
    // The focus would be lost with the button that it is on.
    if (this.#progress.contains(document.activeElement)) button.focus();
    this.#show(trouble);
  }

  /** @param {string} trouble */
  #show(trouble) {
    const writing = this.#writing !== null;
    // Not disabled: they keep the focus.
    for (const button of this.#buttons) button.ariaDisabled = String(writing);
    this.#progress.hidden = !writing;
    this.#bar.removeAttribute("value");
    this.#trouble.hidden = trouble === "";
    this.#trouble.textContent = trouble;
    this.#large.hidden = true;
  }

  /** @param {Progress} progress */
  #advance({ done, total }) {
    if (total > 0) this.#bar.value = done / total;
  }
}
