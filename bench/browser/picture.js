/** The picture that every measurement uses, and the head's made-up embeddings: nothing to download, the same for both sides. */

export const SIZE = 224;
export const CLASSES = 3;
export const PICTURES = 288;
export const FEATURES = 1280;

/** A sunset of sorts. @returns {ImageData} */
export function picture() {
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const sky = context.createLinearGradient(0, 0, 0, SIZE);
  sky.addColorStop(0, "#204080");
  sky.addColorStop(0.6, "#f0a040");
  sky.addColorStop(1, "#302010");
  context.fillStyle = sky;
  context.fillRect(0, 0, SIZE, SIZE);
  context.fillStyle = "#fff0c0";
  context.arc(SIZE * 0.4, SIZE * 0.5, 30, 0, 2 * Math.PI);
  context.fill();
  return context.getImageData(0, 0, SIZE, SIZE);
}

/** Embeddings that differ by class: class c is bright in every third value from c. */
export function embeddings() {
  return Array.from({ length: PICTURES }, (_, index) =>
    Float32Array.from({ length: FEATURES }, (_, i) => noise(index * FEATURES + i) + (i % CLASSES === index % CLASSES ? 0.1 : 0)));
}

/** Between 0 and 1, different for each whole number. */
function noise(/** @type {number} */ n) {
  const mixed = Math.imul(n ^ (n >>> 15), 0x9e3779b1);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}
