/** Takes the model along: a file that works in other programs, made in this tab. */
import { announce } from "../page/announce.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { size } from "../page/words.js";

/** @import { ExportFormat, Progress, Pupil } from "../../pkg/lib/index.js" */

/** How long the browser may take to begin a download, before its data is let go. */
const DOWNLOAD_MS = 60_000;

export class ExportsPanel {
  #pupil;
  #root = byId("exports", HTMLElement);
  #bar = part(this.#root, "bar", HTMLProgressElement);
  #trouble = part(this.#root, "trouble", HTMLElement);
  #download = part(this.#root, "download", HTMLButtonElement);

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.#pupil = pupil;
    this.#download.addEventListener("click", () => this.#write("onnx"));
    followProject(pupil, ({ trained }) => (this.#root.hidden = trained === null));
  }

  /** @param {ExportFormat} format */
  async #write(format) {
    if (this.#download.ariaDisabled === "true") return;
    this.#show({ writing: true, trouble: "" });
    try {
      const info = (await this.#pupil.exports.formats()).find(({ id }) => id === format);
      const file = await this.#pupil.exports.write(format, { onProgress: (progress) => this.#progress(progress) });
      save(file, info?.fileName ?? "model");
      this.#show({ writing: false, trouble: "" });
      announce(`Your model is in your downloads: ${size(file.size)}.`);
    } catch (error) {
      this.#show({ writing: false, trouble: error instanceof Error ? error.message : String(error) });
    }
  }

  /** @param {{ writing: boolean, trouble: string }} shown */
  #show({ writing, trouble }) {
    // Not disabled: it keeps the focus.
    this.#download.ariaDisabled = String(writing);
    this.#bar.hidden = !writing;
    this.#bar.removeAttribute("value");
    this.#trouble.hidden = trouble === "";
    this.#trouble.textContent = trouble;
  }

  /** @param {Progress} progress */
  #progress({ done, total }) {
    if (total > 0) this.#bar.value = done / total;
  }
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
}
