/** The classes: one card each, in the order they were made; and the ways to make more. */
import { takeArrivals } from "../files/arrivals.js";
import { pick } from "../files/picker.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { Card } from "./card.js";
import { freeName, sameName } from "../page/names.js";
import { importFolders } from "./folder-import.js";

/** @import { ClassInfo, Project, Pupil } from "../../pkg/lib/index.js" */

/**
 * What all cards use.
 * @typedef {object} Shared
 * @property {Pupil} pupil
 * @property {import("../camera/camera.js").Camera} camera
 * @property {import("./thumbnails.js").Thumbnails} thumbnails
 * @property {(card: Card) => void} captureOpened
 */

export class ClassesPanel {
  #root = byId("classes", HTMLElement);
  /** By class. @type {Map<number, Card>} */
  #cards = new Map();

  /**
   * @param {Pupil} pupil
   * @param {import("../camera/camera.js").Camera} camera
   * @param {import("./thumbnails.js").Thumbnails} thumbnails
   * @param {() => unknown} beginExample
   */
  constructor(pupil, camera, thumbnails, beginExample) {
    this.pupil = pupil;
    /** @type {Shared} */
    this.shared = {
      pupil,
      camera,
      thumbnails,
      captureOpened: (opened) => this.#cards.forEach((card) => card === opened || card.yieldCamera()),
    };
    this.#on("add", () => this.#addAndName());
    this.#on("choose-folder", () => pick("folder", (arrival) => this.take(arrival)));
    this.#on("begin-files", () => pick("folder", (arrival) => this.take(arrival)));
    this.#on("begin-camera", () => this.#beginWithCamera());
    this.#on("begin-example", beginExample);
    takeArrivals(this.#root, (arrival) => this.take(arrival));
    followProject(pupil, (project) => this.#show(project));
  }

  /** @param {string} name @param {() => unknown} act */
  #on(name, act) {
    part(this.#root, name, HTMLButtonElement).addEventListener("click", act);
  }

  /**
   * Makes or finds the class `name` and adds pictures to it.
   * @param {string} name
   * @param {File[]} pictures
   */
  async addTo(name, pictures) {
    const card = await this.#cardCalled(name);
    await card?.importer.add(pictures);
  }

  /**
   * The folders that differ become classes, loose pictures a class of their own.
   * @param {import("../files/found.js").Arrival} arrival
   */
  take(arrival) {
    return importFolders(this.pupil, arrival, (id) => {
      this.#show(this.pupil.project);
      return this.#cards.get(id);
    }).catch(toastError);
  }

  /** The card of the class `name`, which is made if it is not there. @param {string} name */
  async #cardCalled(name) {
    const found = this.pupil.project.classes.find((each) => sameName(each.name, name));
    const { id } = found ?? (await this.pupil.classes.add(name));
    this.#show(this.pupil.project);
    return this.#cards.get(id);
  }

  /** A class more, with a name that is free. */
  async #addOne() {
    const { id } = await this.pupil.classes.add(freeName(this.pupil.project.classes));
    this.#show(this.pupil.project);
    return this.#cards.get(id);
  }

  async #addAndName() {
    const card = await this.#addOne().catch(toastError);
    card?.name.edit();
  }

  /** Two classes, and the first one's camera; no name has the focus, so that Space records. */
  async #beginWithCamera() {
    const first = await this.#addOne().catch(toastError);
    await this.#addOne().catch(toastError);
    first?.element.focus();
    first?.toggleCapture();
  }

  /** @param {Project} project */
  #show(project) {
    const { classes } = project;
    const present = new Set(classes.map(({ id }) => id));
    for (const id of this.#cards.keys()) if (!present.has(id)) this.#drop(id);
    const largest = Math.max(0, ...classes.map(({ pictures }) => pictures.length));
    classes.forEach((info, index) => this.#cardOf(info, index).show(project, info, largest));
    part(this.#root, "welcome", HTMLElement).hidden = classes.length > 0;
    part(this.#root, "list", HTMLElement).hidden = classes.length === 0;
    document.body.classList.toggle("begun", classes.length > 0);
    this.#showTotal();
  }

  /** Takes a card off the page; if the focus was in it, the next one gets it. @param {number} id */
  #drop(id) {
    const card = this.#cards.get(id);
    if (card?.element.contains(document.activeElement)) {
      const next = card.element.nextElementSibling ?? card.element.previousElementSibling;
      (next instanceof HTMLElement ? next : part(this.#root, "add", HTMLButtonElement)).focus({ preventScroll: true });
    }
    card?.close();
    this.#cards.delete(id);
  }

  /** @param {ClassInfo} info @param {number} index */
  #cardOf(info, index) {
    const list = part(this.#root, "list", HTMLElement);
    const card = this.#cards.get(info.id) ?? new Card(this.shared, info);
    this.#cards.set(info.id, card);
    if (list.children[index] !== card.element) list.insertBefore(card.element, list.children[index] ?? null);
    return card;
  }

  #showTotal() {
    const { classes } = this.pupil.project;
    const pictures = classes.reduce((sum, each) => sum + each.pictures.length, 0);
    const text = classes.length > 0 ? `${count(classes.length, "class", "classes")}, ${count(pictures, "picture")}` : "";
    part(this.#root, "total", HTMLElement).textContent = text;
  }
}
