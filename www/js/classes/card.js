/** One class: its name, its pictures, and the ways pictures come in. */
import { openCapture } from "../camera/capture.js";
import { refuseArrivals, takeArrivals } from "../files/arrivals.js";
import { pick } from "../files/picker.js";
import { rememberRecorded } from "../history/arrivals.js";
import { enableClass, removeClass, renameClass } from "../history/classes.js";
import { classColour, setOf } from "../page/project.js";
import { clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { takeIntoClass } from "./card-import.js";
import { amount, nextStep, scoreOf, scoreWords } from "./card-words.js";
import { Grid } from "./grid.js";
import { Importer } from "./importer.js";
import { showImport } from "./importer-view.js";
import { nameField } from "./name-field.js";
import { Purpose } from "./purpose.js";
import { sameName } from "../page/names.js";
import { selectionBar } from "./selection-bar.js";
import { keepStill } from "./still.js";

/** @import { ClassInfo, Project } from "../../pkg/lib/index.js" */

export class Card {
  element = clone("class-card");
  /** @type {{ element: HTMLElement, close: () => void } | null} */
  #capture = null;
  /** What it shows. @type {unknown[]} */
  #shown = [];

  /**
   * @param {import("./panel.js").Shared} shared
   * @param {ClassInfo} info
   */
  constructor(shared, info) {
    this.shared = shared;
    this.info = info;
    this.importer = new Importer(shared.pupil, info.id);
    this.importer.addEventListener("change", () => showImport(this.element, this.importer));
    this.grid = new Grid(shared, () => this.showSelection(), (id) => this.open(id));
    this.purpose = new Purpose(this.element, info.id, () => this.#showPictures(shared.pupil.project));
    this.showSelection = selectionBar(this, shared.history);
    this.name = nameField(part(this.element, "name", HTMLInputElement), {
      rename: (name) => renameClass(shared.history, info.id, name),
      isTaken: (name) => shared.pupil.project.classes.some((other) => other.id !== info.id && sameName(other.name, name)),
      goOn: () => this.#goOn(),
    });
    part(this.element, "thumbs", HTMLElement).replaceWith(this.grid.element);
    this.element.style.setProperty("--class", classColour(info.id));
    this.#listen();
  }

  #listen() {
    const { history } = this.shared;
    const take = (/** @type {import("../files/found.js").Arrival} */ arrival) => void takeIntoClass(this, history, arrival);
    part(this.element, "files", HTMLButtonElement).addEventListener("click", () => pick("files", take));
    part(this.element, "camera", HTMLButtonElement).addEventListener("click", () => this.toggleCapture());
    part(this.element, "remove", HTMLButtonElement).addEventListener("click", () => this.#remove());
    part(this.element, "import-cancel", HTMLButtonElement).addEventListener("click", () => this.importer.cancel());
    part(this.element, "failures-close", HTMLButtonElement).addEventListener("click", () => this.importer.clearFailures());
    part(this.element, "score", HTMLButtonElement).addEventListener("click", () => this.shared.showWrong(this.info.id));
    part(this.element, "enabled", HTMLButtonElement).addEventListener("click", () =>
      enableClass(history, this.info.id, !this.info.enabled).catch(toastError));
    takeArrivals(this.element, take);
  }

  /**
   * @param {Project} project
   * @param {ClassInfo} info
   * @param {number} largest pictures in the largest class
   */
  show(project, info, largest) {
    const pictures = info.pictures.length;
    const { asidePictures, disabledPictures } = project;
    part(this.element, "balance", HTMLElement).style.width = `${largest ? (100 * pictures) / largest : 0}%`;
    const shown = [info, asidePictures, disabledPictures, this.shared.reports.called, this.shared.reports.scores];
    if (shown.every((each, index) => each === this.#shown[index])) return this.showSelection();
    this.#shown = shown;
    this.info = info;
    this.name.show(info.name);
    const aside = setOf(asidePictures);
    this.element.classList.toggle("disabled", !info.enabled);
    part(this.element, "count", HTMLElement).textContent = amount(info, info.pictures.filter((id) => aside.has(id)).length);
    part(this.element, "or-drop", HTMLElement).hidden = pictures > 0;
    part(this.element, "heading", HTMLElement).textContent = info.name;
    this.grid.element.ariaLabel = `Pictures of ${info.name}`;
    this.#showPictures(project);
    this.#showNextStep();
    this.#showScore(project);
    this.#showButtons();
    this.showSelection();
  }

  /** @param {Project} project */
  #showPictures({ classes, asidePictures, disabledPictures }) {
    const { id, pictures } = this.info;
    const aside = setOf(asidePictures);
    const calledOf = (/** @type {number} */ picture) => {
      const called = this.shared.reports.called.get(picture);
      return called === id ? "" : (classes.find((each) => each.id === called)?.name ?? "");
    };
    this.grid.show(this.purpose.shown(pictures, aside), setOf(disabledPictures), aside, calledOf);
  }

  /** Shows a picture large; the arrows go through those that the grid shows. @param {number} id */
  open(id) {
    this.shared.viewer.open(this.grid.order, id, (last) => this.grid.activate(last));
  }

  #showNextStep() {
    const step = part(this.element, "next-step", HTMLElement);
    step.textContent = nextStep(this.info);
    step.hidden = step.textContent === "";
  }

  /** @param {Project} project */
  #showScore(project) {
    const score = part(this.element, "score", HTMLButtonElement);
    score.textContent = scoreWords(project, scoreOf(project, this.shared.reports, this.info.id));
    score.hidden = score.textContent === "";
    score.disabled = /^All |^1 of 1 /.test(score.textContent);
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
    part(this.element, "camera", HTMLButtonElement).ariaLabel = `Camera for ${name}`;
    part(this.element, "files", HTMLButtonElement).ariaLabel = `Pictures for ${name}`;
    part(this.element, "name", HTMLInputElement).ariaLabel = `Name of ${name}`;
    part(this.element, "move", HTMLSelectElement).ariaLabel = `Move the selected pictures of ${name} to another class`;
  }

  toggleCapture() {
    if (this.#capture) return this.#closeCapture();
    const take = (/** @type {File[]} */ pictures, /** @type {string} */ source) => void this.#record(pictures, source);
    const capture = openCapture(this.shared.camera, take, (frames) => this.shared.recorded(this, frames));
    part(this.element, "capture", HTMLElement).append(capture.element);
    // Only now: the stream goes from view to view, without a pause.
    this.shared.captureOpened(this);
    this.#showCapture(true);
    const letGo = keepStill(this.element);
    this.#capture = { element: capture.element, close: () => (letGo(), capture.close()) };
  }

  /** @param {File[]} pictures @param {string} source */
  async #record(pictures, source) {
    const { added } = await this.importer.add(pictures, { source });
    rememberRecorded(this.shared.history, source, added.map(({ id }) => id));
  }

  #closeCapture() {
    this.#capture?.close();
    this.#capture = null;
    this.#showCapture(false);
  }

  /** Whether its camera records now. */
  get records() {
    return this.element.querySelector(".record.held") !== null;
  }

  /** Whether it has no pictures, and none are on their way. */
  get isEmpty() {
    return this.info.pictures.length === 0 && this.importer.done === this.importer.total;
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
    const { id, name, pictures } = this.info;
    this.importer.cancel();
    const what = pictures.length > 0 ? ` and its ${count(pictures.length, "picture")}` : "";
    await removeClass(this.shared.history, id, `“${name}”${what}`).catch(toastError);
  }

  /** Releases what it holds outside the page. */
  close() {
    this.importer.cancel();
    this.yieldCamera();
    refuseArrivals(this.element);
    this.element.remove();
  }
}
