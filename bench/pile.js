/**
 * Measures the memory that many pictures take: classified as a pile, and saved as a project. Prints a Markdown table.
 * node bench/pile.js [--classify 500,1500] [--save 1000,10000] [--page FOLDER]     (README.md says what is measured)
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Processes } from "./processes.js";

const { values: options } = parseArgs({ options: { classify: { type: "string", default: "500,1500" }, save: { type: "string", default: "1000,10000" }, page: { type: "string", default: "dist" } } });
process.env.PUPIL_DIST = options.page;
const { launch, serve, started } = await import("../tests/page/browser.js");
const { makeMany } = await import("../tests/page/many.js");
const { addClass, addPictures, learnt } = await import("../tests/page/person.js");
const { draw } = await import("../tests/page/pictures.js");

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Browser} Browser */

/** @param {string} list */
const numbers = (list) => list.split(",").filter(Boolean).map(Number);

/** Drawn in one go. */
const BATCH = 50;

/** Bytes of a picture in a project, about: a photo of 640 × 480. */
const PHOTO = 40_000;

const server = await serve();
const folder = await mkdtemp(join(tmpdir(), "pile-"));
const rows = [];
try {
  for (const count of numbers(options.classify)) rows.push(await inBrowser(`classifying ${count} photos`, (page, browser) => classify(page, browser, count)));
  for (const count of numbers(options.save)) {
    for (const streamed of [true, false]) rows.push(await inBrowser(`saving ${count} pictures ${streamed ? "to the disk" : "to the downloads"}`, (page, browser) => save(page, browser, count, streamed)));
  }
  console.log(["| | time | page before | page at most | page after | browser before | browser at most |", "|---|---|---|---|---|---|---|", ...rows].join("\n"));
} finally {
  server.close();
  await rm(folder, { recursive: true });
}

/** A browser for each row: what the one before took is not given back. @param {string} label @param {(page: Page, browser: Browser) => Promise<() => Promise<unknown>>} prepare returns what is measured */
async function inBrowser(label, prepare) {
  const browser = await launch(/** @type {any} */ ({ after() {} }), ["--disable-features=WebGPU"]);
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })).newPage();
    page.setDefaultTimeout(1_800_000);
    await page.goto(`${server.origin}/?backend=cpu`);
    await started(page);
    const work = await prepare(page, browser);
    const processes = await Processes.of(browser);
    const session = await page.context().newCDPSession(page);
    const calm = async () => (await session.send("HeapProfiler.collectGarbage"), processes.memory());
    const before = await calm();
    const start = performance.now();
    const most = await processes.peak(work);
    const seconds = (performance.now() - start) / 1000;
    const row = `| ${label} | ${seconds.toFixed(1)} s | ${before.page} MB | ${most.page} MB | ${(await calm()).page} MB | ${before.all} MB | ${most.all} MB |`;
    console.error(row);
    return row;
  } finally {
    await browser.close();
  }
}

/** @param {Page} page @param {Browser} browser @param {number} count */
async function classify(page, browser, count) {
  const photos = await photosIn(browser, count);
  for (const thing of /** @type {const} */ (["ball", "stripes"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 5));
  }
  await learnt(page, 10);
  return async () => {
    const chooser = page.waitForEvent("filechooser");
    await page.locator("#pile").getByRole("button", { name: "Classify a folder" }).click();
    await (await chooser).setFiles(photos);
    await page.locator("#pile").getByRole("option", { name: `All (${count.toLocaleString("en")})`, exact: true }).waitFor({ state: "attached" });
    await page.locator("#pile").getByRole("progressbar", { name: "Pictures classified" }).waitFor({ state: "hidden" });
  };
}

/** A folder with so many photos, drawn in another process. @param {Browser} browser @param {number} count */
async function photosIn(browser, count) {
  const to = join(folder, String(count));
  await mkdir(to);
  const page = await (await browser.newContext()).newPage();
  for (let start = 0; start < count; start += BATCH) {
    const thing = (start / BATCH) % 2 === 0 ? "ball" : "stripes";
    const drawn = await draw(page, thing, Math.min(BATCH, count - start), { width: 640, height: 480 });
    await Promise.all(drawn.map(({ buffer }, index) => writeFile(join(to, `photo-${start + index}.jpg`), buffer)));
  }
  await page.context().close();
  return to;
}

/** @param {Page} page @param {Browser} _browser @param {number} count @param {boolean} streamed */
async function save(page, _browser, count, streamed) {
  await makeMany(page, { pictures: count, classes: 10, features: 1280, bytes: PHOTO });
  // The system's own dialog cannot be driven from here.
  await page.addInitScript((hasPicker) => {
    const picker = async () => (await navigator.storage.getDirectory()).getFileHandle("project.zip", { create: true });
    Object.defineProperty(globalThis, "showSaveFilePicker", { value: hasPicker ? picker : undefined });
  }, streamed);
  await page.reload();
  await started(page);
  await learnt(page, count);
  await page.locator("#open-projects").click();
  return async () => {
    await page.getByRole("button", { name: "Save to a file" }).click();
    await page.locator("#announcer").getByText(streamed ? "Saved: " : "The project is in your downloads").waitFor({ state: "attached" });
  };
}
