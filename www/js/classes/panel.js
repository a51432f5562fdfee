/** The classes: one card each, in the order they were made; and the ways to make more. */
import { takeArrivals } from "../files/arrivals.js";
import { pick } from "../files/picker.js";
import { addClass } from "../history/classes.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { Card } from "./card.js";
import { freeName, sameName } from "../page/names.js";
import { importFolders } from "./folder-import.js";
import { Lead } from "./lead.js";

/** @import { ClassInfo, Project, Pupil } from "../../pkg/lib/index.js" */

/**
 * What shows pictures, and changes them.
 * @typedef {object} Pictures
 * @property {import("../history/history.js").EditHistory} history
 * @property {import("./thumbnails.js").Thumbnails} thumbnails
 * @property {import("./file-names.js").FileNames} fileNames
 * @property {import("../viewer/viewer.js").Viewer} viewer
 * @property {import("../page/reports.js").Reports} reports
 */

/**
 * What all cards use.
 * @typedef {object} CardNeeds
 * @property {Pupil} pupil
 * @property {import("../camera/camera.js").Camera} camera
 * @property {(card: Card) => void} captureOpened
 * @property {(card: Card, frames: number) => void} recorded
 * @property {(classId: number) => unknown} showWrong
 *
 * @typedef {Pictures & CardNeeds} Shared
 */

export class ClassesPanel {
  #root = byId("classes", HTMLElement);
  /** By class. @type {Map<number, Card>} */
  #cards = new Map();

  /**
   * @param {Pictures} pictures
   * @param {import("../camera/camera.js").Camera} camera
   * @param {{ beginExample: () => unknown, goLive: () => void, showWrong: (classId: number) => unknown }} elsewhere
   */
  constructor(pictures, camera, { beginExample, goLive, showWrong }) {
    const { pupil } = pictures.history;
    this.pupil = pupil;
    const lead = new Lead(pupil, () => [...this.#cards.values()], goLive);
    /** @type {Shared} */
    this.shared = {
      ...pictures,
      pupil,
      camera,
      captureOpened: (opened) => this.#cards.forEach((card) => card === opened || card.yieldCamera()),
      recorded: (card, frames) => lead.recorded(card, frames),
      showWrong,
    };
    this.#on("add", () => this.addAndName());
    this.#on("choose-folder", () => pick("folder", (arrival) => this.take(arrival)));
    this.#on("choose-archive", () => pick("archive", (arrival) => this.take(arrival)));
    this.#on("begin-files", () => pick("folder", (arrival) => this.take(arrival)));
    this.#on("begin-camera", () => this.#beginWithCamera());
    this.#on("begin-example", beginExample);
    takeArrivals(this.#root, (arrival) => this.take(arrival));
    followProject(pupil, (project) => this.#show(project));
    pictures.reports.addEventListener("report", () => this.#show(pupil.project));
  }

  /** @param {string} name @param {() => unknown} act */
  #on(name, act) {
    part(this.#root, name, HTMLButtonElement).addEventListener("click", act);
  }

  /**
   * Makes or finds the class `name` and adds pictures to it.
   * @param {string} name
   * @param {File[]} pictures
   * @returns {Promise<import("../history/arrivals.js").Arrived>} what was not there before
   */
  async addTo(name, pictures) {
    const found = this.pupil.project.classes.find((each) => sameName(each.name, name));
    const { id } = found ?? (await this.pupil.classes.add(name));
    this.#show(this.pupil.project);
    const result = await this.#cards.get(id)?.importer.add(pictures);
    return { classes: found ? [] : [id], pictures: result?.added.map((picture) => picture.id) ?? [] };
  }

  /**
   * The folders that differ become classes, loose pictures a class of their own.
   * @param {import("../files/found.js").Arrival} arrival
   */
  take(arrival) {
    return importFolders(this.shared.history, arrival, (id) => {
      this.#show(this.pupil.project);
      return this.#cards.get(id);
    }).catch(toastError);
  }

  /** A class more, with a name that is free. */
  async #addOne() {
    const { id } = await addClass(this.shared.history, freeName(this.pupil.project.classes));
    this.#show(this.pupil.project);
    return this.#cards.get(id);
  }

  /** A class more, whose name is to be given. */
  async addAndName() {
    const card = await this.#addOne().catch(toastError);
    card?.name.edit();
    return card?.info;
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
    const card = this.#cards.get(info.id) ?? this.#makeCard(info);
    if (list.children[index] !== card.element) list.insertBefore(card.element, list.children[index] ?? null);
    return card;
  }

  /** @param {ClassInfo} info */
  #makeCard(info) {
    const card = new Card(this.shared, info);
    this.#cards.set(info.id, card);
    return card;
  }

  #showTotal() {
    const { classes } = this.pupil.project;
    const pictures = classes.reduce((sum, each) => sum + each.pictures.length, 0);
    const text = classes.length > 0 ? `${count(classes.length, "class", "classes")}, ${count(pictures, "picture")}` : "";
    part(this.#root, "total", HTMLElement).textContent = text;
  }
}
