/** The other ways to train: each trains two classes from files, says how long it takes, and is still there after a reload. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, improve, isRightAbout, set, train, trainingEnds } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

const CLASSES = /** @type {const} */ (["ball", "stripes"]);

/** @param {Page} page @param {string} name */
async function choose(page, name) {
  await improve(page);
  await page.getByRole("radio", { name: new RegExp(`^${name}`) }).check();
  await page.locator(".method:has(:checked) .method-time").getByText(/^(a few seconds|about .+)$/).waitFor();
}

/** @param {Page} page @param {number} pictures */
async function addClasses(page, pictures) {
  for (const thing of CLASSES) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, pictures));
  }
}

/** @param {Page} page */
async function isRight(page) {
  for (const thing of CLASSES) await isRightAbout(page, thing, await draw(page, thing, 2));
}

for (const { method, settings } of [
  { method: "Dense head, varied", settings: { "Views of each picture": 2, Epochs: 10 } },
  { method: "Fine-tune", settings: { Epochs: 1, Adjust: 2, "Batch size": 4 } },
  { method: "From scratch", settings: { Epochs: 12, "Batch size": 4 } },
]) {
  test(`${method}, on the CPU`, async (t) => {
    const { page, errors } = await open(t, { query: "?backend=cpu" });
    await started(page);
    await addClasses(page, 8);
    await choose(page, method);
    await set(page, settings);
    await train(page);
    await page.locator("#train .run").filter({ has: page.getByText("In use", { exact: true }) }).getByText(method).waitFor({ state: "attached" });
    await isRight(page);
    await page.reload();
    await started(page);
    await isRight(page);
    await improve(page);
    assert.ok(await page.getByRole("radio", { name: new RegExp(`^${method}`) }).isChecked());
    assert.deepEqual(errors, []);
  });
}

test("a fine-tuning that is stopped leaves what was best", async (t) => {
  const { page, errors } = await open(t, { query: "?backend=cpu" });
  await started(page);
  await addClasses(page, 8);
  await choose(page, "Fine-tune");
  await set(page, { "Batch size": 4 });
  await page.getByRole("button", { name: "Train", exact: true }).click();
  // One of eight is held out: 14 are learnt from.
  await page.getByText(/Epoch [2-5] of at most 6, batch [1-4] of 4/).waitFor({ timeout: 240_000 });
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await trainingEnds(page);
  await isRight(page);
  assert.deepEqual(errors, []);
});

test("Instant learns from variations where that is ticked, also after a reload", async (t) => {
  const { page, errors } = await open(t, { query: "?backend=cpu" });
  await started(page);
  await addClasses(page, 4);
  await improve(page);
  const box = page.getByRole("checkbox", { name: "Instant learns from variations, too" });
  const [varied, alone] = ["Up to date: learnt from 8 pictures and their variations.", "Up to date: learnt from 8 pictures."];
  await box.check();
  await page.getByText(varied, { exact: true }).waitFor();
  await isRight(page);
  await page.reload();
  await started(page);
  await improve(page);
  await page.getByText(varied, { exact: true }).waitFor();
  assert.ok(await box.isChecked());
  await box.uncheck();
  await page.getByText(alone, { exact: true }).waitFor();
  assert.deepEqual(errors, []);
});

test("Pupil chooses within a time, says what that brought, and leaves the settings alone", async (t) => {
  const { page, errors } = await open(t, { query: "?backend=cpu" });
  await started(page);
  await addClasses(page, 8);
  await improve(page);
  await page.getByLabel("within").selectOption({ label: "a minute" });
  await page.getByRole("button", { name: "Let Pupil choose" }).click();
  // A slow machine may not get through one epoch in a minute.
  const chosen = /^EfficientNet-Lite2: (\d+ right of \d+ pictures that neither learnt from, Instant on the same: \d+ \(.+?\)|it did not get far in this time).* In use now: .+\.$/;
  await page.locator(".chosen").getByText(chosen).waitFor({ timeout: 240_000 });
  assert.ok(await page.getByRole("radio", { name: /^Dense head .*The textbook/ }).isChecked());
  await isRight(page);
  assert.deepEqual(errors, []);
});
