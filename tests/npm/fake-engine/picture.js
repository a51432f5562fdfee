/** Pictures: a handle as the real engine's, and what a toy sees of one, the mean colours of a grid. */
import { fail } from "./errors.js";

/** Cells along a side. */
const GRID = 4;
const SIDE = 224;

/** Counts the handles that are not freed: +1 and -1. */
const handles = new BroadcastChannel("handles");

export class Picture {
  #rgba;

  constructor(rgba, width, height) {
    this.#rgba = rgba;
    this.width = width;
    this.height = height;
    handles.postMessage(1);
  }

  /** Supports PNG alone, so that everything else must be decoded by the browser. */
  static decode(bytes) {
    if (String.fromCharCode(...bytes.slice(1, 4)) !== "PNG") fail("unsupported_format", "This file is not a PNG picture.");
    const request = new XMLHttpRequest();
    request.open("POST", "/decode", false);
    request.responseType = "arraybuffer";
    request.send(bytes);
    if (request.status !== 200) fail("broken_picture", "This picture is damaged. Export or download it again.", { detail: "fake" });
    return new Picture(new Uint8Array(request.response), Number(request.getResponseHeader("x-width")), Number(request.getResponseHeader("x-height")));
  }

  static fromRgba(rgba, width, height) {
    return new Picture(rgba.slice(), width, height);
  }

  static fromRgb(rgb, width, height) {
    return new Picture(Uint8Array.from({ length: width * height * 4 }, (_, index) => (index % 4 === 3 ? 255 : rgb[(index >> 2) * 3 + (index % 4)])), width, height);
  }

  rgba() {
    return (this.#rgba ?? fail("freed")).slice();
  }

  free() {
    if (!this.#rgba) fail("freed");
    this.#rgba = null;
    handles.postMessage(-1);
  }
}

/** The centre square as the network is fed it. */
export function squareOf(picture) {
  return new Picture(drawn(picture, SIDE), SIDE, SIDE);
}

/** The colours of the cells, 0 to 1. */
export function embeddingOf(picture) {
  return Float32Array.from(drawn(picture, GRID), (level) => level / 255);
}

function drawn(picture, side) {
  const { width, height } = picture;
  const whole = contextOf(width, height);
  whole.putImageData(new ImageData(new Uint8ClampedArray(picture.rgba()), width, height), 0, 0);
  const context = contextOf(side, side);
  const short = Math.min(width, height);
  context.drawImage(whole.canvas, (width - short) / 2, (height - short) / 2, short, short, 0, 0, side, side);
  return new Uint8Array(context.getImageData(0, 0, side, side).data.buffer);
}

const contextOf = (width, height) => new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
