/** A film for the fake camera: each thing in turn, for some seconds; and what of it is on the screen just now. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "./browser.js";
import { draw, THINGS } from "./pictures.js";

/** Chromium plays such a film at 30 frames a second. */
const FRAMES_A_THING = 120;
const DRAWINGS_A_THING = 24;

/**
 * @param {import("node:test").TestContext} t
 * @param {readonly import("./pictures.js").Thing[]} [things]
 * @returns {Promise<string>} a file in MJPEG, which is JPEGs one after the other
 */
export async function makeFilm(t, things = THINGS) {
  const page = await (await launch(t)).newPage();
  /** @type {Buffer[]} */
  const frames = [];
  for (const thing of things) {
    const drawings = await draw(page, thing, DRAWINGS_A_THING, { width: 640, height: 480 });
    for (const { buffer } of drawings) frames.push(...Array(FRAMES_A_THING / DRAWINGS_A_THING).fill(buffer));
  }
  const folder = await mkdtemp(join(tmpdir(), "film-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "film.mjpeg"), Buffer.concat(frames));
  return join(folder, "film.mjpeg");
}

/**
 * Waits until a video begins to show a thing.
 * @param {import("playwright-core").Page} page
 * @param {string} video selector
 * @param {import("./pictures.js").Thing} thing
 */
export async function begins(page, video, thing) {
  await page.waitForFunction(isShowing, { video, thing, wanted: false }, { polling: 50 });
  await page.waitForFunction(isShowing, { video, thing, wanted: true }, { polling: 50 });
}

/** By the colour of what is drawn. @param {{ video: string, thing: string, wanted: boolean }} question */
function isShowing({ video, thing, wanted }) {
  const element = document.querySelector(video);
  if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return false;
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(32, 24).getContext("2d"));
  context.drawImage(element, 0, 0, 32, 24);
  const { data } = context.getImageData(0, 0, 32, 24);
  const counts = { ball: 0, stripes: 0, box: 0 };
  for (let i = 0; i < data.length; i += 4) {
    const [red = 0, green = 0, blue = 0] = data.slice(i, i + 3);
    if (red > green + 60 && red > blue + 60) counts.ball++;
    if (green > red + 40 && green > blue + 40) counts.stripes++;
    if (blue > red + 60 && blue > green + 30) counts.box++;
  }
  const shown = Object.entries(counts).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  return (shown === thing) === wanted;
}
