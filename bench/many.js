/**
 * Measures the page with ten thousand pictures, and prints a Markdown table.
 * node bench/many.js [--pictures N] [--page FOLDER]     (README.md says what is measured)
 */
import { parseArgs } from "node:util";
import { Processes } from "./processes.js";

const { values: options } = parseArgs({ options: { pictures: { type: "string", default: "10000" }, page: { type: "string", default: "dist" } } });
process.env.PUPIL_DIST = options.page;
const { launch, serve, started } = await import("../tests/page/browser.js");
const { makeMany } = await import("../tests/page/many.js");
const { addPictures, card, train } = await import("../tests/page/person.js");
const { draw } = await import("../tests/page/pictures.js");
const { watchTasks } = await import("../tests/page/tasks.js");

/** @typedef {import("playwright-core").Page} Page */

const ADDED = 20;
/** @type {(() => unknown)[]} */
const endings = [];
const server = await serve();
const browser = await launch(/** @type {any} */ ({ after: (/** @type {() => unknown} */ end) => endings.push(end) }), ["--disable-features=WebGPU"]);
const processes = await Processes.of(browser);
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(`${server.origin}/?backend=cpu`);
  await started(page);
  note("making the pictures");
  await makeMany(page, { pictures: Number(options.pictures), classes: 10, features: 1280 });
  const rows = await measure(page);
  console.log(["| with " + options.pictures + " pictures in 10 classes | |", "|---|---|", ...rows.map(([label, value]) => `| ${label} | ${value} |`)].join("\n"));
} finally {
  await browser.close();
  server.close();
}

/** @param {Page} page */
async function measure(page) {
  /** @type {[string, string][]} */
  const rows = [];
  const row = (/** @type {string} */ label, /** @type {string} */ value) => {
    note(`${label}: ${value}`);
    rows.push([label, value]);
  };
  /** @param {string} label @param {() => Promise<unknown>} work */
  const watched = async (label, work) => {
    const end = await watchTasks(page);
    const time = await timed(work);
    row(label, `${time}, longest task ${Math.round(await end())} ms`);
  };
  row("start", await timed(() => load(page)));
  row("memory after it", `${await processes.pageMemory()} MB`);
  const pictures = await draw(page, "ball", ADDED, { width: 640, height: 480 });
  await watched(`adding ${ADDED} pictures`, () => addPictures(page, "kind 1", pictures));
  await watched("scrolling through a class and the page", () => scroll(page));
  await watched("training (dense head)", () => train(page));
  await watched("report", () => page.getByRole("radio", { name: "Seen in training" }).check().then(() => page.locator("#evaluate .matrix").first().waitFor()));
  await watched("near-duplicates", () => nearDuplicates(page));
  await watched("deleting a class", () => deleteClass(page, "kind 3"));
  row("start after that", await timed(() => load(page)));
  row("memory after it", `${await processes.pageMemory()} MB`);
  return rows;
}

/** @param {Page} page */
async function load(page) {
  await page.reload({ waitUntil: "commit" });
  await started(page);
}

/** @param {Page} page */
async function scroll(page) {
  const grid = card(page, "kind 2").locator(".grid");
  await grid.scrollIntoViewIfNeeded();
  await grid.hover();
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(16);
  }
  await page.locator("h1").first().hover();
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, step < 30 ? 400 : -400);
    await page.waitForTimeout(16);
  }
}

/** @param {Page} page */
async function nearDuplicates(page) {
  await page.locator('#evaluate [data-part="alike"]').click();
  await page.getByRole("heading", { name: "Near-duplicates" }).waitFor();
}

/** @param {Page} page @param {string} name */
async function deleteClass(page, name) {
  await card(page, name).getByRole("button", { name: `Delete ${name}` }).click();
  await card(page, name).waitFor({ state: "detached" });
}

/** Seconds that work takes, and that the page's process computes meanwhile. @param {() => Promise<unknown>} work */
async function timed(work) {
  const [start, before] = [performance.now(), (await processes.page()).cpuTime];
  await work();
  const [end, after] = [performance.now(), (await processes.page()).cpuTime];
  return `${((end - start) / 1000).toFixed(1)} s (computing ${(after - before).toFixed(1)} s)`;
}

/** @param {string} text */
function note(text) {
  console.error(text);
}
