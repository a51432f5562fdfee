/** Supplies the pictures that a training run or a rate search wants. */
import { freed } from "../../shared/picture.js";

/** @import { Project } from "./project.js" */
/** @import { Picture } from "../../shared/handles.d.ts" */
/** @typedef {{ rgba: Blob, width: number, height: number }} Square */

/** A picture is decoded once: its square is cached as a blob, which the browser moves to the disk where there are many. */
export class Supply {
  /** @type {Map<number, Square>} */
  #cache = new Map();
  #project;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /** Whether the run wanted any picture so far. */
  get wasUsed() {
    return this.#cache.size > 0;
  }

  /** Supplies what the next step wants. */
  async supply() {
    const { engine } = this.#project;
    const wantsOriginals = engine.wantsOriginals();
    for (const id of engine.wantedPictures()) {
      const square = wantsOriginals ? undefined : this.#cache.get(id);
      if (square) await this.#supplySquare(id, square);
      else await this.#project.withPicture(id, (picture) => this.#supplyPicture(id, picture));
    }
  }

  /** @param {number} id @param {Picture} picture */
  #supplyPicture(id, picture) {
    return freed(this.#project.engine.supply(id, picture), (square) => {
      this.#cache.set(id, { rgba: new Blob([square.rgba()]), width: square.width, height: square.height });
    });
  }

  /** @param {number} id @param {Square} square */
  async #supplySquare(id, { rgba, width, height }) {
    const bytes = new Uint8ClampedArray(await rgba.arrayBuffer());
    await this.#project.withPicture(new ImageData(bytes, width, height), (picture) => this.#project.engine.supply(id, picture).free());
  }
}
