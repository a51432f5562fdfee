/** What someone does on the page, and what they see there. */
import assert from "node:assert/strict";

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
  await card(page, name).getByRole("button", { name: "Pictures", exact: true }).click();
  await (await chooser).setFiles(/** @type {any} */ (files));
  await readingEnds(page);
}

/** @param {Page} page */
export async function readingEnds(page) {
  await page.waitForFunction(() => [...document.querySelectorAll(".import")].every((bar) => /** @type {HTMLElement} */ (bar).hidden), null, { timeout: PATIENCE_MS });
}

/** Sets numbers under "Advanced". @param {Page} page @param {Record<string, number>} settings by label */
export async function set(page, settings) {
  await page.getByText("Advanced", { exact: true }).click();
  for (const [label, value] of Object.entries(settings)) {
    await page.getByLabel(label, { exact: true }).fill(String(value));
    await page.keyboard.press("Tab");
  }
}

/** Presses Train and waits for the result. @param {Page} page */
export async function train(page) {
  await page.getByRole("button", { name: /^Train/ }).click();
  await trainingEnds(page);
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
