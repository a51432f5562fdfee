/**
 * Measures how fast pictures are added on the CPU, and prints a Markdown table; several pages take turns.
 * node bench/adding.js [--page FOLDER]... [--rounds N]     (README.md says what is measured)
 */
import { parseArgs } from "node:util";
import { launch, serve } from "../tests/page/browser.js";
import { median } from "./table.js";

const { values: options } = parseArgs({ options: { page: { type: "string", multiple: true, default: ["dist"] }, rounds: { type: "string", default: "3" } } });

const ROWS = [
  { label: "adding 200 pictures of 640 × 480", count: 200, width: 640, height: 480 },
  { label: "adding 20 pictures of 4000 × 3000", count: 20, width: 4000, height: 3000 },
];

/** @typedef {typeof ROWS[number]} Row */

const servers = await Promise.all(options.page.map((folder) => serve({ folder })));
const browser = await launch(/** @type {any} */ ({ after() {} }), ["--disable-features=WebGPU"]);
try {
  console.log(["| |", ...options.page.map((folder) => ` ${folder} |`), ...options.page.slice(1).map((folder) => ` ${folder} / ${options.page[0]} |`)].join(""));
  console.log(`|---|${"---|".repeat(2 * options.page.length - 1)}`);
  for (const row of ROWS) console.log(await measured(row));
} finally {
  await browser.close();
  for (const server of servers) server.close();
}

/** @param {Row} row */
async function measured(row) {
  /** Milliseconds, by page. @type {number[][]} */
  const times = servers.map(() => []);
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [index, { origin }] of servers.entries()) {
      const ms = await once(origin, row);
      console.error(`${options.page[index]}: ${row.label}: ${Math.round(ms)} ms`);
      times[index]?.push(ms);
    }
  }
  const [first = [], ...others] = times;
  const ratios = others.map((other) => other.map((ms, round) => ms / /** @type {number} */ (first[round])));
  const texts = ratios.map((ratio) => `${median(ratio).toFixed(2)} (${Math.min(...ratio).toFixed(2)}–${Math.max(...ratio).toFixed(2)})`);
  return `| ${row.label} | ${[...times.map((all) => `${Math.round(median(all))} ms`), ...texts].join(" | ")} |`;
}

/** Milliseconds in a browser that has nothing stored. @param {string} origin @param {Row} row */
async function once(origin, row) {
  const context = await browser.newContext();
  try {
    await context.route("**/blank.html", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Blank</title>" }));
    const page = await context.newPage();
    await page.goto(`${origin}/blank.html`);
    return await page.evaluate(addInPage, row);
  } finally {
    await context.close();
  }
}

/** Runs in the page. @param {Row} row */
async function addInPage({ count, width, height }) {
  const { Pupil } = await import(/** @type {any} */ ("/pkg/lib/index.js"));
  let state = 1;
  /** Xorshift (Marsaglia 2003), 0–1. */
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const contextOf = (/** @type {OffscreenCanvas} */ canvas) => /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const noise = (/** @type {number} */ side) => {
    const canvas = new OffscreenCanvas(side, side);
    contextOf(canvas).putImageData(new ImageData(Uint8ClampedArray.from({ length: side * side * 4 }, (_, index) => (index % 4 === 3 ? 255 : 256 * random())), side, side), 0, 0);
    return canvas;
  };
  // Like a photo: coarse forms, and finer ones that are fainter.
  const photo = async () => {
    const canvas = new OffscreenCanvas(width, height);
    const context = contextOf(canvas);
    for (const [octave, side] of [4, 16, 64, 256, 1024].entries()) {
      context.globalAlpha = 1 / (octave + 1) ** 1.5;
      context.drawImage(noise(side), 0, 0, width, height);
    }
    return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
  };
  const files = [];
  for (let index = 0; index < count; index++) files.push(new File([await photo()], `photo ${String.fromCharCode(97 + (index % 26))} ${index}.jpg`, { type: "image/jpeg" }));
  const pupil = await Pupil.create({ backend: "cpu", store: "bench" });
  const { id } = await pupil.classes.add("all");
  const start = performance.now();
  const { added } = await pupil.pictures.add(id, files);
  const ms = performance.now() - start;
  if (added.length !== count) throw new Error(`${added.length} of ${count} pictures were added`);
  await pupil.close();
  return ms;
}
