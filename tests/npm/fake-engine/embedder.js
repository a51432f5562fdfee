/** A stand-in for the small workers' module: the toy's embeddings, and faults when a test plans them. */
import { fail } from "./errors.js";
import { fault } from "./faults.js";
import { Picture as Decodable, embeddingOf, squareOf } from "./picture.js";

/** Knows no files: the toy has PNG alone, and that is the decoder's. */
export class Picture extends Decodable {
  static decode() {
    fail("unsupported_format", "This file is not a JPEG picture.");
  }
}

/** Milliseconds that a planned delay takes. */
const SLOW_MS = 100;

/** Needs no code: that in the empty embedder_bg.wasm has only been compiled. */
export default async function init({ module_or_path: code }) {
  if (!(code instanceof WebAssembly.Module)) fail("invalid_argument");
  fault("embedder start");
}

/** Where the colours of the first cell stand. */
const RED = 0;
const BLUE = 2;

export class Embedder {
  #reversed;

  constructor(weights) {
    this.#reversed = new TextDecoder().decode(weights).includes("another network");
  }

  static naming(weights) {
    fault("embedder naming");
    return new Embedder(weights);
  }

  best() {
    fault("embedder best");
    return [["swatch", 1]];
  }

  square(picture) {
    return squareOf(picture);
  }

  embed(square) {
    // Like the real one it computes without a pause.
    if (fault("embedder embed")) for (const start = performance.now(); performance.now() - start < SLOW_MS; );
    const embedding = embeddingOf(square);
    if (embedding[BLUE] > embedding[RED]) fault("embedder embed blue");
    return this.#reversed ? embedding.reverse() : embedding;
  }
}
