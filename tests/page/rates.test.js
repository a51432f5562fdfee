/** Looking for a learning rate, by keyboard, and a training that rests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, improve, isRightAbout, look, trainingEnds } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

const CLASSES = /** @type {const} */ (["ball", "stripes"]);
const USE = /^Use [\d.]+$/;

/** Two classes, and "Advanced" open. @param {Page} page */
async function addClasses(page) {
  await started(page);
  for (const thing of CLASSES) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 8));
  }
  await page.getByText("Advanced", { exact: true }).click();
}

/** @param {Page} page @param {string} label @param {number} value */
async function set(page, label, value) {
  await page.getByLabel(label, { exact: true }).fill(String(value));
  await page.keyboard.press("Tab");
}

/** Waits for a learning rate, uses it, and returns it. @param {Page} page */
async function use(page) {
  const button = page.getByRole("button", { name: USE });
  await button.waitFor({ timeout: 240_000 });
  const rate = (await button.innerText()).replace("Use ", "");
  await page.keyboard.press("Enter"); // the focus is there already
  await page.waitForFunction((value) => /** @type {HTMLInputElement} */ (document.querySelector("#setting-learningRate")).value === value, rate);
  return Number(rate);
}

/** As the page says, once it does. @param {Page} page */
async function secondsLeft(page) {
  const words = page.getByText(/^about .* left$/);
  await words.waitFor();
  const [, amount, unit = ""] = /^about (\d+)\s(s|min) left$/.exec(await words.innerText()) ?? [];
  return Number(amount) * (unit === "min" ? 60 : 1);
}

/** What has the focus. @param {Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.ariaLabel);

test("a learning rate is found and used by keyboard", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await page.getByText("Advanced", { exact: true }).click();
  assert.ok(await page.getByRole("button", { name: "Find a learning rate" }).isDisabled(), "nothing to learn from");
  await page.getByText("Advanced", { exact: true }).click();
  await addClasses(page);
  await page.getByLabel("Learning rate", { exact: true }).focus();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Find a learning rate");
  await page.keyboard.press("Enter");
  await page.getByText(/^Trying learning rates/).waitFor();
  const rate = await use(page);
  assert.ok(rate > 1e-5 && rate < 0.1, String(rate));
  assert.match(String(await page.locator("#rate-finder .plot").getAttribute("aria-label")), new RegExp(`Suggested: ${rate}\\.$`));
  assert.equal(await focused(page), "Find a learning rate", "the focus comes back from the dialog");
  assert.ok(await page.locator("#runs").isHidden(), "nothing was trained");
  assert.deepEqual(errors, []);
});

test("closing the dialog gives the search up; the blocks' rate follows the head's", async (t) => {
  const { page, errors } = await open(t);
  await addClasses(page);
  await improve(page);
  await page.getByRole("radio", { name: /^Fine-tune/ }).check();
  await page.getByLabel("Adjust", { exact: true }).waitFor();
  await set(page, "Adjust", 1);
  await set(page, "Batch size", 4);
  const find = page.getByRole("button", { name: "Find a learning rate" });
  await find.click();
  await page.getByText(/^Trying learning rates/).waitFor();
  await page.keyboard.press("Escape");
  await find.click();
  const rate = await use(page);
  const blocks = Number(await page.getByLabel("Learning rate of the blocks").inputValue());
  assert.ok(Math.abs(blocks / (0.3 * rate) - 1) < 0.1, `${blocks} beside ${rate}`);
  assert.deepEqual(errors, []);
});

test("a training rests, is gone on with, and is stopped out of a rest", async (t) => {
  const { page, errors } = await open(t);
  await addClasses(page);
  await set(page, "Epochs", 1000);
  await set(page, "Patience", 0);
  await improve(page);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  const before = await secondsLeft(page);
  const bar = page.locator("#train progress");
  const value = () => bar.evaluate((element) => /** @type {HTMLProgressElement} */ (element).value);
  await page.getByRole("button", { name: "Pause" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("paused", { exact: true }).waitFor();
  const resting = await value();
  const [ball] = await draw(page, "ball", 1);
  assert.ok(ball);
  await look(page, ball);
  await page.waitForTimeout(4000);
  assert.equal(await value(), resting, "nothing is learned in a pause");
  await page.getByRole("button", { name: "Resume" }).focus();
  await page.keyboard.press("Enter");
  const after = await secondsLeft(page);
  assert.ok((await value()) > resting);
  assert.ok(after < 2 * before + 8, `${before} s were left, then ${after} s: the pause counts`);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("paused", { exact: true }).waitFor();
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await trainingEnds(page);
  for (const thing of CLASSES) await isRightAbout(page, thing, await draw(page, thing, 2));
  assert.deepEqual(errors, []);
});
