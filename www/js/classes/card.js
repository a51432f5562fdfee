/** One class: its name, its pictures, and the ways pictures come in. */
import { openCapture } from "../camera/capture.js";
import { refuseArrivals, takeArrivals } from "../files/arrivals.js";
import { pick } from "../files/picker.js";
import { fileName } from "../files/folder.js";
import { partsOfOne } from "../files/tree.js";
import { classColour } from "../page/project.js";
import { clone, part } from "../page/template.js";
import { toast, toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { Grid } from "./grid.js";
import { Importer } from "./importer.js";
import { showImport } from "./importer-view.js";
import { films, inTwoClasses } from "./import-words.js";
import { nameField } from "./name-field.js";
import { sameName } from "../page/names.js";
import { selectionBar } from "./selection-bar.js";

/** @import { ClassInfo, Project } from "../../pkg/lib/index.js" */

export class Card {
  element = clone("class-card");
  /** @type {{ element: HTMLElement, close: () => void } | null} */
  #capture = null;

  /**
   * @param {import("./panel.js").Shared} shared
   * @param {ClassInfo} info
   */
  constructor(shared, info) {
    this.shared = shared;
    this.info = info;
    this.importer = new Importer(shared.pupil, info.id);
    this.importer.addEventListener("change", () => showImport(this.element, this.importer));
    this.grid = new Grid(shared.thumbnails, () => this.showSelection());
    this.showSelection = selectionBar(this.element, shared.pupil, this.grid, () => this.info.id);
    this.name = nameField(part(this.element, "name", HTMLInputElement), {
      rename: (name) => shared.pupil.classes.rename(info.id, name),
      isTaken: (name) => shared.pupil.project.classes.some((other) => other.id !== info.id && sameName(other.name, name)),
      goOn: () => this.#goOn(),
    });
    part(this.element, "thumbs", HTMLElement).replaceWith(this.grid.element);
    this.element.style.setProperty("--class", classColour(info.id));
    this.#listen();
  }

  #listen() {
    const { pupil } = this.shared;
    const files = () => pick("files", (arrival) => this.#take(arrival));
    part(this.element, "files", HTMLButtonElement).addEventListener("click", files);
    part(this.element, "camera", HTMLButtonElement).addEventListener("click", () => this.toggleCapture());
    part(this.element, "remove", HTMLButtonElement).addEventListener("click", () => this.#remove());
    part(this.element, "import-cancel", HTMLButtonElement).addEventListener("click", () => this.importer.cancel());
    part(this.element, "failures-close", HTMLButtonElement).addEventListener("click", () => this.importer.clearFailures());
    part(this.element, "enabled", HTMLButtonElement).addEventListener("click", () =>
      pupil.classes.enable(this.info.id, !this.info.enabled).catch(toastError));
    takeArrivals(this.element, (arrival) => this.#take(arrival));
  }

  /** All of it is of this class, whatever its folders are called. @param {import("../files/found.js").Arrival} arrival */
  async #take({ files, unreadable }) {
    const { training, testing, others } = partsOfOne(files);
    for (const path of unreadable) this.importer.fail(path, "The browser could not read it.");
    if (others.length > 0) this.importer.fail(others.map(({ path }) => fileName(path)).join(", "), others.length === 1 ? "It is no picture." : "They are no pictures.");
    const results = await Promise.all([
      this.importer.add(training.map(({ file }) => file)),
      this.importer.add(testing.map(({ file }) => file), { aside: true }),
    ]);
    const { classes } = this.shared.pupil.project;
    const twice = inTwoClasses(results, (id) => classes.find((each) => each.id === id)?.name ?? "");
    const aside = results[1].added.length;
    const words = [aside > 0 ? `${count(aside, "picture")} set aside for testing.` : "", twice, films(results), files.length + unreadable.length === 0 ? "The folder is empty." : ""];
    if (words.some((sentence) => sentence !== "")) toast(words.filter((sentence) => sentence !== "").join(" "));
  }

  /**
   * @param {Project} project
   * @param {ClassInfo} info
   * @param {number} largest pictures in the largest class
   */
  show(project, info, largest) {
    this.info = info;
    this.name.show(info.name);
    const pictures = info.pictures.length;
    this.element.classList.toggle("disabled", !info.enabled);
    part(this.element, "count", HTMLElement).textContent = amount(info, info.pictures.filter((id) => project.asidePictures.includes(id)).length);
    part(this.element, "balance", HTMLElement).style.width = `${largest ? (100 * pictures) / largest : 0}%`;
    part(this.element, "or-drop", HTMLElement).hidden = pictures > 0;
    part(this.element, "heading", HTMLElement).textContent = info.name;
    this.grid.element.ariaLabel = `Pictures of ${info.name}`;
    const aside = new Set(project.asidePictures);
    this.grid.show(info.pictures, new Set(project.disabledPictures), aside);
    this.#showNextStep();
    this.#showButtons();
    this.showSelection();
  }

  #showNextStep() {
    const step = part(this.element, "next-step", HTMLElement);
    step.textContent = nextStep(this.info);
    step.hidden = step.textContent === "";
  }

  /** The class has its name: next come pictures. */
  #goOn() {
    const record = this.#capture?.element.querySelector("button.record:enabled");
    (record instanceof HTMLElement ? record : part(this.element, "camera", HTMLButtonElement)).focus();
  }

  #showButtons() {
    const { name, enabled } = this.info;
    const eye = part(this.element, "enabled", HTMLButtonElement);
    eye.ariaPressed = String(enabled);
    eye.ariaLabel = eye.title = `Use ${name}`;
    const remove = part(this.element, "remove", HTMLButtonElement);
    remove.ariaLabel = remove.title = `Delete ${name}`;
  }

  toggleCapture() {
    if (this.#capture) return this.#closeCapture();
    this.shared.captureOpened(this);
    this.#capture = openCapture(this.shared.camera, (pictures, source) => void this.importer.add(pictures, { source }));
    part(this.element, "capture", HTMLElement).append(this.#capture.element);
    this.#showCapture(true);
  }

  #closeCapture() {
    this.#capture?.close();
    this.#capture = null;
    this.#showCapture(false);
  }

  /** Another card's camera opens, or this card leaves. */
  yieldCamera() {
    if (this.#capture) this.#closeCapture();
  }

  /** @param {boolean} open */
  #showCapture(open) {
    this.element.classList.toggle("capturing", open);
    const button = part(this.element, "camera", HTMLButtonElement);
    button.ariaExpanded = String(open);
    button.classList.toggle("pressed", open);
  }

  async #remove() {
    const { pupil } = this.shared;
    const { id, name, pictures } = this.info;
    this.importer.cancel();
    try {
      await pupil.classes.remove(id);
      const what = pictures.length > 0 ? ` and its ${count(pictures.length, "picture")}` : "";
      toast(`“${name}”${what} deleted.`, () => pupil.classes.restore(id).catch(toastError));
    } catch (error) {
      toastError(error);
    }
  }

  /** Releases what it holds outside the page. */
  close() {
    this.yieldCamera();
    refuseArrivals(this.element);
    this.element.remove();
  }
}

/** @param {ClassInfo} info @param {number} aside pictures set aside for testing */
function amount({ pictures, sources, enabled }, aside) {
  const off = enabled ? "" : " · switched off: not trained, not predicted";
  if (pictures.length === 0) return `No pictures yet${off}`;
  const from = sources === pictures.length ? "" : ` from ${count(sources, "source")}`;
  const testing = aside > 0 ? ` · ${aside.toLocaleString("en")} for testing` : "";
  return `${count(pictures.length, "picture")}${from}${testing}${off}`;
}

/** @param {ClassInfo} info */
function nextStep({ pictures, sources, enabled }) {
  if (!enabled || pictures.length === 0 || sources > 1) return "";
  return pictures.length === 1
    ? "A good start. Add more, so that some can be kept back to check this class."
    : "Good. Record once more, from another angle: then this class can be checked, too.";
}
