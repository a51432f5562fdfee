/** Goes over to another backbone: looks at every picture anew first, so that until then everything stays as it was. */
import { isFatal, PupilError } from "../shared/errors.js";
import { ofPicture } from "./squares.js";

/** @import { Engine } from "./engine.d.ts" */
/** @import { Library } from "./library.js" */
/** @import { CallContext } from "../shared/protocol.d.ts" */
/** @import { Change } from "../shared/store.d.ts" */
/** @import { Turns } from "./turns.js" */

export class Changeover {
  /** What the new engine makes of each picture, by id. @type {Map<number, Float32Array>} */
  #embeddings = new Map();
  #library;
  #engine;

  /** @param {Library} library @param {Engine} engine with another backbone, and empty */
  constructor(library, engine) {
    this.#library = library;
    this.#engine = engine;
  }

  /**
   * A picture a turn, so that other calls get theirs in between; `commit` has the last one. If it is stopped or fails, the new
   * engine is given back.
   * @param {Turns} turns
   * @param {CallContext} context
   * @param {(changes: Change[]) => Promise<void>} commit
   */
  async run(turns, { signal, progress }, commit) {
    try {
      while (await turns.take(() => this.#stepOr(commit))) {
        progress({ stage: "embed", done: this.#embeddings.size, total: this.#library.catalog.pictures.size });
        if (signal.aborted) throw new PupilError("aborted", "The change to another network was stopped. Everything is as it was.");
      }
    } catch (error) {
      if (!isFatal(error)) this.#engine.free();
      throw error;
    }
  }

  /** Everything at once, where nobody waits for a turn. @param {(done: number, total: number) => void} progress */
  async runAtOnce(progress) {
    while (await this.#step()) progress(this.#embeddings.size, this.#library.catalog.pictures.size);
    return this.#changes();
  }

  /** @param {(changes: Change[]) => Promise<void>} commit @returns {Promise<boolean>} whether it is to go on */
  async #stepOr(commit) {
    if (await this.#step()) return true;
    await commit(this.#changes());
    return false;
  }

  /** Looks at one more picture, also of those that could still be restored. @returns {Promise<boolean>} false if there was none left */
  async #step() {
    const next = this.#library.catalog.pictures.keys().find((id) => !this.#embeddings.has(id));
    if (next === undefined) return false;
    this.#embeddings.set(next, await this.#embed(next));
    return true;
  }

  /** @returns {Change[]} */
  #changes() {
    return Array.from(this.#embeddings, ([id, embedding]) => ({ table: "embeddings", key: id, value: embedding }));
  }

  /** @param {number} id */
  #embed(id) {
    return ofPicture(this.#library, id, {
      bytes: (bytes) => this.#engine.embed(bytes),
      pixels: ({ rgba, width, height }) => this.#engine.embedPixels(rgba, width, height),
    });
  }
}
