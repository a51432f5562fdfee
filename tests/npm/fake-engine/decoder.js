/** A stand-in for the decoder's module: the toy's PNG files. */
import { Picture } from "./picture.js";

/** Needs no code. */
export default async function init() {}

export class Decoded {
  #picture;

  constructor(picture) {
    this.#picture = picture;
  }

  static decode(bytes) {
    return new Decoded(Picture.decode(bytes));
  }

  get width() {
    return this.#picture.width;
  }

  get height() {
    return this.#picture.height;
  }

  intoRgb() {
    const rgb = this.#picture.rgba().filter((_, index) => index % 4 !== 3);
    this.#picture.free();
    return rgb;
  }
}
