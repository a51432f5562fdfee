/** Draws the tests' pictures in the page: three things that differ in shape and colour, no two pictures alike, the same in each run. */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** What is drawn, one a class. */
export const THINGS = /** @type {const} */ (["ball", "box", "stripes"]);

/** "left": its red half is on the left, so that a mirrored one differs. @typedef {(typeof THINGS)[number] | "left"} Thing */
/** @typedef {{ name: string, mimeType: string, buffer: Buffer }} Picture as Playwright hands over files */

/** Drawn in a picture, at most. */
const NUMBERS = 8;

const random = xoroshiro128plus(1);

/**
 * @param {import("playwright-core").Page} page
 * @param {Thing} thing
 * @param {number} count
 * @param {object} [options]
 * @param {string} [options.type]
 * @param {number} [options.width]
 * @param {number} [options.height]
 * @param {string} [options.label] begins the file names
 * @returns {Promise<Picture[]>}
 */
export async function draw(page, thing, count, { type = "image/jpeg", width = 320, height = 240, label = thing } = {}) {
  const numbers = Array.from({ length: count }, () => Array.from({ length: NUMBERS }, () => uniformFloat64(random)));
  const drawn = await page.evaluate(drawInPage, { thing, numbers, type, width, height });
  const ending = type.split("/")[1];
  return drawn.map((data, index) => ({ name: `${label}-${index + 1}.${ending}`, mimeType: type, buffer: Buffer.from(data, "base64") }));
}

/** @param {{ thing: Thing, numbers: number[][], type: string, width: number, height: number }} wish numbers from 0 to 1, some for each picture */
async function drawInPage({ thing, numbers, type, width, height }) {
  /** @type {number[]} of the picture that is drawn */
  let unused = [];
  const between = (/** @type {number} */ min, /** @type {number} */ max) => min + /** @type {number} */ (unused.pop()) * (max - min);
  const painters = {
    ball(/** @type {OffscreenCanvasRenderingContext2D} */ context) {
      context.fillStyle = `hsl(${between(0, 20)} 75% ${between(40, 50)}%)`;
      context.arc(width * between(0.45, 0.55), height * between(0.4, 0.6), height * between(0.2, 0.3), 0, 2 * Math.PI);
      context.fill();
    },
    box(/** @type {OffscreenCanvasRenderingContext2D} */ context) {
      const side = height * between(0.4, 0.6);
      context.fillStyle = `hsl(${between(210, 230)} 70% ${between(35, 45)}%)`;
      context.translate(width / 2, height / 2);
      context.rotate(between(-0.3, 0.3));
      context.fillRect(-side / 2, -side / 2, side, side);
    },
    stripes(/** @type {OffscreenCanvasRenderingContext2D} */ context) {
      context.fillStyle = `hsl(${between(100, 130)} 60% ${between(30, 40)}%)`;
      const pitch = width / between(9, 12);
      for (let x = between(0, pitch); x < width; x += pitch) context.fillRect(x, 0, pitch / 2, height);
    },
    left(/** @type {OffscreenCanvasRenderingContext2D} */ context) {
      context.fillStyle = `hsl(0 ${between(70, 90)}% 50%)`;
      context.fillRect(0, 0, width / 2, height);
    },
  };
  const drawOne = async () => {
    const canvas = new OffscreenCanvas(width, height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = `hsl(${between(30, 60)} 20% ${between(82, 95)}%)`;
    context.fillRect(0, 0, width, height);
    painters[thing](context);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const all = [];
  for (unused of numbers) all.push(await drawOne());
  return all;
}
