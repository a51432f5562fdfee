/** Some of one's own pictures, varied as training would see them, always by the newest settings. */
import { equal, onceEmpty } from "../page/project.js";

/** @import { Augmentation, Project, Pupil } from "../../pkg/lib/index.js" */

/** How many pictures are shown. */
const SHOWN = 8;

export class AugmentationViews {
  #element;
  #pupil;
  /** Each picture's square, so that a file is decoded once. @type {Map<number, Promise<ImageData>>} */
  #squares = new Map();
  /** @type {number[]} */
  #ids = [];
  /** @type {Augmentation | null} */
  #augmentation = null;
  #seed = 1;
  #drawing = false;
  /** Something changed since the drawing began. */
  #stale = false;

  /** @param {HTMLElement} element @param {Pupil} pupil */
  constructor(element, pupil) {
    this.#element = element;
    this.#pupil = pupil;
    onceEmpty(pupil, () => this.choose(pupil.project));
  }

  /** Draws them anew if this is another augmentation. @param {Augmentation} augmentation */
  show(augmentation) {
    const before = this.#augmentation;
    this.#augmentation = augmentation;
    if (!equal(augmentation, before)) void this.#draw();
  }

  /** Other draws of the same augmentation. */
  again() {
    this.#seed += SHOWN;
    void this.#draw();
  }

  /** Some pictures of each class. @param {Project} project */
  choose({ classes }) {
    const chosen = inTurn(classes.filter(({ enabled }) => enabled).map(({ pictures }) => pictures)).slice(0, SHOWN);
    if (chosen.join() === this.#ids.join()) return;
    this.#ids = chosen;
    for (const id of this.#squares.keys()) if (!chosen.includes(id)) this.#squares.delete(id);
    this.#element.replaceChildren(...chosen.map(() => document.createElement("canvas")));
    void this.#draw();
  }

  /** One drawing at a time; of what comes meanwhile, only the newest is drawn. */
  async #draw() {
    this.#stale = true;
    if (this.#drawing) return;
    this.#drawing = true;
    try {
      while (this.#stale) {
        this.#stale = false;
        await this.#drawAll();
      }
    } finally {
      this.#drawing = false;
    }
  }

  async #drawAll() {
    for (const [index, id] of this.#ids.entries()) {
      if (!this.#augmentation) return;
      const view = await this.#view(id, index, this.#augmentation);
      const canvas = this.#element.children[index];
      if (this.#ids[index] === id && view && canvas instanceof HTMLCanvasElement) paint(canvas, view);
    }
  }

  /** @param {number} id @param {number} index @param {Augmentation} augmentation @returns {Promise<ImageData | null>} null if the picture is gone */
  async #view(id, index, augmentation) {
    try {
      const [view] = await this.#pupil.augmentation.views(await this.#square(id), augmentation, { seed: this.#seed + index });
      return view ?? null;
    } catch {
      return null;
    }
  }

  /** @param {number} id */
  #square(id) {
    const square = this.#squares.get(id) ?? this.#pupil.augmentation.views(id, {}).then(([whole]) => /** @type {ImageData} */ (whole));
    this.#squares.set(id, square);
    return square;
  }
}

/** The first of each list, then the second of each, and so on. @template T @param {T[][]} lists @returns {T[]} */
function inTurn(lists) {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

/** @param {HTMLCanvasElement} canvas @param {ImageData} view */
function paint(canvas, view) {
  if (canvas.width !== view.width) Object.assign(canvas, { width: view.width, height: view.height });
  canvas.getContext("2d")?.putImageData(view, 0, 0);
}
