/** What someone does on the page, and what they see there. */
import assert from "node:assert/strict";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./pictures.js").Picture} Picture */

/** Long enough for software WebGPU on a busy machine. */
const PATIENCE_MS = 600_000;

/** The card of a class. @param {Page} page @param {string} name */
export function card(page, name) {
  return page.locator(".class-card").filter({ has: page.getByRole("button", { name: `Delete ${name}`, exact: true }) });
}

/** @param {Page} page @param {string} name */
export async function addClass(page, name) {
  await page.getByRole("button", { name: "Add a class" }).click();
  await page.locator(".name:focus").waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await card(page, name).waitFor();
}

/**
 * Chooses files for a class, and waits until they are read.
 * @param {Page} page
 * @param {string} name
 * @param {Picture[] | string[]} files
 */
export async function addPictures(page, name, files) {
  const chooser = page.waitForEvent("filechooser");
  await card(page, name).getByRole("button", { name: `Pictures for ${name}`, exact: true }).click();
  await (await chooser).setFiles(/** @type {any} */ (files));
  await readingEnds(page);
}

/** @param {Page} page */
export async function readingEnds(page) {
  await page.waitForFunction(() => [...document.querySelectorAll(".import")].every((bar) => /** @type {HTMLElement} */ (bar).hidden), null, { timeout: PATIENCE_MS });
}

/** The message that says it. @param {Page} page @param {string | RegExp} text */
export function message(page, text) {
  return page.locator(".toast").getByText(text).last();
}

/** The button of the newest message that can be undone. @param {Page} page */
export function undoButton(page) {
  return page.locator(".toast").getByRole("button", { name: "Undo" }).last();
}

/** Sets numbers under "Advanced". @param {Page} page @param {Record<string, number>} settings by label */
export async function set(page, settings) {
  await improve(page);
  await page.getByText("Advanced", { exact: true }).click();
  for (const [label, value] of Object.entries(settings)) {
    await page.getByLabel(label, { exact: true }).fill(String(value));
    await page.keyboard.press("Tab");
  }
}

/** Has Instant wait for a press. @param {Page} page */
export async function learnOnPress(page) {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Learn only when I press").check();
  await page.keyboard.press("Escape");
}

/** Opens the ways that take time. @param {Page} page */
export async function improve(page) {
  const fold = page.locator("#improve");
  if (!(await fold.evaluate((details) => /** @type {HTMLDetailsElement} */ (details).open))) await fold.locator("summary").click();
}

/** Presses Train, waits for the result, and has the run's model in use, also where it is no better than Instant. @param {Page} page */
export async function train(page) {
  await improve(page);
  await page.locator("#train").getByRole("button", { name: "Train", exact: true }).click();
  await trainingEnds(page);
  const anyway = page.getByRole("button", { name: "Use it anyway" });
  if (!(await anyway.isVisible())) return;
  await anyway.click();
  await anyway.waitFor({ state: "hidden" });
}

/** Waits until the badge of Train says that nothing is missing. @param {Page} page */
export function isUpToDate(page) {
  return page.locator('#train [data-part="badge"]').getByText("Up to date").waitFor();
}

/**
 * Drops files and folders as a file manager does.
 * @param {import("playwright-core").BrowserContext} context
 * @param {Page} page
 * @param {string} target selector
 * @param {string[]} paths
 */
export async function drop(context, page, target, paths) {
  const box = await page.locator(target).first().boundingBox();
  if (!box) throw new Error(`${target} is not on the screen`);
  const session = await context.newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: paths, dragOperationsMask: 1 } };
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) await session.send("Input.dispatchDragEvent", { type, ...place });
}

/** Teaches two classes, "ball" and "box", with so many drawings each. @param {Page} page @param {number} each */
export async function teachTwo(page, each) {
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, each));
  }
  await learnt(page, 2 * each);
}

/** Waits until Instant has learnt so many pictures. @param {Page} page @param {number} pictures */
export async function learnt(page, pictures) {
  await page.locator("#train").getByText(`Up to date: learnt from ${pictures.toLocaleString("en")} pictures.`).waitFor({ timeout: PATIENCE_MS });
}

/** Waits for the result of a training that was begun. @param {Page} page */
export async function trainingEnds(page) {
  await page.locator("#train:not(.running) .result-sentence").waitFor({ timeout: PATIENCE_MS });
}

/** How many pictures a class says it has. @param {Page} page @param {string} name */
export async function pictureCount(page, name) {
  const text = await card(page, name).locator('[data-part="count"]').innerText();
  return text.startsWith("No pictures") ? 0 : Number.parseInt(text.replace(",", ""), 10);
}

/**
 * Shows the preview a picture, and returns the label it gives.
 * @param {Page} page
 * @param {Picture | string} picture
 */
export async function look(page, picture) {
  const chooser = page.waitForEvent("filechooser");
  await page.locator('#preview [data-part="choose"]').click();
  const before = await page.locator("#preview img").getAttribute("src");
  await (await chooser).setFiles(/** @type {any} */ (picture));
  await page.waitForFunction((old) => document.querySelector("#preview img")?.getAttribute("src") !== old, before);
  await page.locator('#preview[aria-busy="false"]').waitFor({ timeout: PATIENCE_MS });
  return verdict(page);
}

/** The label that the preview gives. @param {Page} page */
export async function verdict(page) {
  const label = page.locator("#preview .verdict-label");
  await label.waitFor({ timeout: PATIENCE_MS });
  return (await label.innerText()).replace(/\s+[<>]?\d+\s%$/, "");
}

/**
 * The preview is right about each of the pictures.
 * @param {Page} page
 * @param {string} name of the class that they show
 * @param {(Picture | string)[]} pictures
 */
export async function isRightAbout(page, name, pictures) {
  for (const picture of pictures) assert.equal(await look(page, picture), name);
}
