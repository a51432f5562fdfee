/** Small pictures of files, drawn while they are in sight; the oldest are dropped. */

import { seenFile } from "../page/seen.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */
/** @import { Row } from "./pile.js" */

/** Side in pixels, for screens with two to a CSS pixel. */
const SIDE = 112;

/** A screenful is under thirty; each is 50 KB. */
const MAX_CACHED = 150;

/** Decoded at once: a large photo takes 50 MB meanwhile. */
const AT_ONCE = 2;

export class FileThumbnails {
  /** By row, the oldest first. @type {Map<Row, HTMLCanvasElement>} */
  #drawn = new Map();
  /** To be drawn, the newest last. @type {Row[]} */
  #wanted = [];
  #drawing = 0;
  #pupil;

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.#pupil = pupil;
  }

  /** @param {Row} row @returns {HTMLCanvasElement} empty until it is drawn */
  of(row) {
    const there = this.#drawn.get(row);
    const canvas = there ?? Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    this.#drawn.delete(row);
    this.#drawn.set(row, canvas);
    if (this.#drawn.size > MAX_CACHED) this.#drawn.delete(/** @type {Row} */ (this.#drawn.keys().next().value));
    if (!there) this.#want(row);
    return canvas;
  }

  clear() {
    this.#drawn.clear();
    this.#wanted = [];
  }

  /** @param {Row} row */
  #want(row) {
    this.#wanted.push(row);
    if (this.#drawing < AT_ONCE) void this.#draw();
  }

  async #draw() {
    this.#drawing++;
    await new Promise(requestAnimationFrame); // its row comes onto the page first
    for (let row = this.#wanted.pop(); row; row = this.#wanted.pop()) {
      const canvas = this.#drawn.get(row);
      if (canvas?.isConnected) await this.#drawOn(canvas, row).catch(() => canvas.classList.add("broken"));
      else this.#drawn.delete(row);
    }
    this.#drawing--;
  }

  /** The centre square, as the network is fed. @param {HTMLCanvasElement} canvas @param {Row} row */
  async #drawOn(canvas, row) {
    const bitmap = await createImageBitmap(await seenFile(this.#pupil, await row.file()), { resizeWidth: 2 * SIDE, resizeQuality: "medium" });
    const { width, height } = bitmap;
    const side = Math.min(width, height);
    canvas.getContext("2d")?.drawImage(bitmap, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
    bitmap.close();
  }
}
