/** Gives the engine the pictures that it asks for. */
import { decodedByEither, pixelsOfSquare } from "./picture.js";

/** @import { Engine } from "./engine.d.ts" */
/** @import { Library } from "./library.js" */
/** @import { Pixels } from "./picture.js" */
/** @import { Turns } from "./turns.js" */

/**
 * Supplies the pictures of one training run. A picture is decoded once: its square is kept for the epochs to come, as a blob,
 * which the browser moves to the disk where there are many.
 */
export class Squares {
  /** @type {Map<number, Blob>} */
  #kept = new Map();
  #library;

  /** @param {Library} library */
  constructor(library) {
    this.#library = library;
  }

  /** Whether the run takes pictures at all. */
  get needed() {
    return this.#kept.size > 0;
  }

  /** Supplies what the next step needs. */
  async supply() {
    const { engine } = this.#library;
    for (const id of engine.wantedPictures()) {
      const kept = this.#kept.get(id);
      if (kept) {
        const { rgba, width, height } = pixelsOfSquare(new Uint8Array(await kept.arrayBuffer()));
        engine.supplyPixels(id, rgba, width, height);
      } else this.#kept.set(id, new Blob([await this.#decode(id)]));
    }
  }

  /** @param {number} id */
  #decode(id) {
    const { engine } = this.#library;
    return ofPicture(this.#library, id, {
      bytes: async (bytes) => engine.supplyPicture(id, bytes),
      pixels: async ({ rgba, width, height }) => engine.supplyPixels(id, rgba, width, height),
    });
  }
}

/**
 * Has the engine look at pictures of which embeddings do not tell all, each in a turn of its own.
 * @param {Library} library
 * @param {Turns} turns
 * @param {() => Iterable<number>} unjudged
 */
export async function judge(library, turns, unjudged) {
  for (const id of await turns.take(unjudged)) await turns.take(() => judgeOne(library, id));
}

/** @param {Library} library @param {number} id */
function judgeOne(library, id) {
  const { engine } = library;
  return ofPicture(library, id, {
    bytes: (bytes) => engine.judge(id, bytes),
    pixels: ({ rgba, width, height }) => engine.judgePixels(id, rgba, width, height),
  });
}

/**
 * What the engine makes of a stored picture.
 * @template T
 * @param {Library} library
 * @param {number} id
 * @param {{ bytes: (bytes: Uint8Array<ArrayBuffer>) => Promise<T>, pixels: (pixels: Pixels) => Promise<T> }} take
 */
export async function ofPicture(library, id, { bytes, pixels }) {
  const { original } = await library.blobs(id);
  return decodedByEither(original, async () => bytes(new Uint8Array(await original.arrayBuffer())), pixels);
}
