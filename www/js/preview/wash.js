/** A wash of one colour, the denser the more a place in the picture counts, with an outline where it is half of the maximum. */

/** @import { Explanation } from "../../pkg/lib/index.js" */

/** Red, green, blue: rare in photos, and seen by people who see fewer colours. */
const COLOUR = [255, 0, 170];

/** How opaque it is at most, and its outline, of 255. */
const DENSEST = 150;
const OUTLINE = 230;

/** Pixels a cell. */
const SCALE = 20;

/** @param {Explanation["attention"]} attention @returns {ImageData} */
export function wash({ width, height, values }) {
  const image = new ImageData(width * SCALE, height * SCALE);
  const levels = enlarged(values, width, height);
  levels.forEach((level, pixel) => {
    const right = (pixel + 1) % image.width === 0 ? level : (levels[pixel + 1] ?? level);
    const below = levels[pixel + image.width] ?? level;
    const onOutline = level >= 0.5 !== right >= 0.5 || level >= 0.5 !== below >= 0.5;
    image.data.set([...COLOUR, onOutline ? OUTLINE : DENSEST * level], 4 * pixel);
  });
  return image;
}

/** Between the cells' middles, linearly. @param {number[]} values @param {number} width @param {number} height */
function enlarged(values, width, height) {
  const at = (/** @type {number} */ x, /** @type {number} */ y) => values[Math.min(height - 1, y) * width + Math.min(width - 1, x)] ?? 0;
  return Float32Array.from({ length: width * height * SCALE * SCALE }, (_, pixel) => {
    const [x, dx] = place(pixel % (width * SCALE));
    const [y, dy] = place(Math.floor(pixel / (width * SCALE)));
    return (1 - dy) * ((1 - dx) * at(x, y) + dx * at(x + 1, y)) + dy * ((1 - dx) * at(x, y + 1) + dx * at(x + 1, y + 1));
  });
}

/** The cell whose middle is before a pixel, and how far it is on to the next, 0–1. @param {number} pixel @returns {[number, number]} */
function place(pixel) {
  const position = Math.max(0, (pixel + 0.5) / SCALE - 0.5);
  return [Math.floor(position), position % 1];
}
