/** Augmentation in the Train panel: one's own pictures varied, live, without blocking the page; settings are stored. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, improve } from "./person.js";
import { draw } from "./pictures.js";
import { watchTasks } from "./tasks.js";

/** @typedef {import("playwright-core").Page} Page */

/** Milliseconds of CPU time that the page may be busy at a stretch. */
const LONGEST_TASK_MS = 50;

/** Chooses a way to train that looks at pictures, and begins with none varied. @param {Page} page */
async function fromScratch(page) {
  await improve(page);
  await page.getByRole("radio", { name: /^From scratch/ }).check();
  await page.locator("#augmentation summary").getByText("Off").waitFor();
}

/** What the views show, once they show something. @param {Page} page @returns {Promise<string[]>} */
async function views(page) {
  await page.waitForFunction(() => {
    const canvases = [...document.querySelectorAll("#augmentation canvas")];
    return canvases.length > 0 && canvases.every((canvas) => /** @type {HTMLCanvasElement} */ (canvas).width === 224);
  });
  return page.locator("#augmentation canvas").evaluateAll((canvases) => canvases.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL()));
}

/** Waits until the views differ from these, all of them. @param {Page} page @param {string[]} before */
async function viewsChange(page, before) {
  await page.waitForFunction((old) => {
    const canvases = [...document.querySelectorAll("#augmentation canvas")];
    return canvases.every((canvas, index) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL() !== old[index]);
  }, before);
  return views(page);
}

/** Moves a slider step by step, as a hand does, and does not let go. @param {Page} page @param {string} name @param {number[]} values */
function slide(page, name, values) {
  return page.getByRole("slider", { name }).evaluate(async (slider, values) => {
    for (const value of values) {
      /** @type {HTMLInputElement} */ (slider).valueAsNumber = value;
      slider.dispatchEvent(new Event("input"));
      await new Promise(requestAnimationFrame);
    }
  }, values);
}

test("one's own pictures, varied live while a slider moves", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  const augmentation = page.locator("#augmentation");
  await fromScratch(page);
  await augmentation.locator("summary").click();
  await augmentation.getByText("Add pictures, and they are shown here").waitFor();
  const drawings = [await draw(page, "ball", 6), await draw(page, "box", 1)];
  await addClass(page, "ball");
  await addPictures(page, "ball", drawings[0] ?? []);
  await addClass(page, "box");
  await addPictures(page, "box", drawings[1] ?? []);
  await page.waitForFunction(() => document.querySelectorAll("#augmentation canvas").length === 7);

  const plain = await views(page);
  const tasksEnd = await watchTasks(page);
  await slide(page, "Turn", Array.from({ length: 30 }, (_, index) => 10 + index));
  const turned = await viewsChange(page, plain);
  const longest = await tasksEnd();
  t.diagnostic(`longest task of the page while a slider moves: ${longest.toFixed(1)} ms`);
  assert.ok(longest <= LONGEST_TASK_MS, `the page was busy for ${longest} ms`);
  assert.equal(await augmentation.locator("output").first().innerText(), "± 39°");
  assert.equal(await augmentation.locator("summary .badge").innerText(), "Your own");
  await page.getByRole("button", { name: "Draw again" }).click();
  await viewsChange(page, turned);

  await slide(page, "Turn", [0]);
  await page.waitForFunction((old) => document.querySelector("#augmentation canvas")?.toDataURL() === old, plain[0]);
  assert.equal(await augmentation.locator("summary .badge").innerText(), "Off");
  assert.deepEqual(errors, []);
});

test("a strength and changes to it are stored", async (t) => {
  const { page, errors } = await open(t);
  const augmentation = page.locator("#augmentation");
  const opened = async () => {
    await started(page);
    await improve(page);
    await augmentation.locator("summary").click();
  };
  await started(page);
  await fromScratch(page);
  await opened();
  const flip = page.getByRole("checkbox", { name: "Mirror left and right" });
  assert.equal(await flip.isChecked(), false);
  await page.getByRole("radio", { name: "Textbook", exact: true }).check();
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector('#augmentation [data-part="horizontal"]')).checked);
  await page.reload();
  await opened();
  assert.equal(await augmentation.locator("summary .badge").innerText(), "Textbook");
  assert.equal(await page.getByRole("slider", { name: "Slant" }).getAttribute("aria-valuetext"), "± 0.2°");
  await flip.uncheck();
  await page.getByRole("slider", { name: "Move sideways" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("combobox", { name: "Beyond the picture’s edge" }).selectOption("its mirror image");
  await page.getByRole("combobox", { name: "What the network is fed" }).selectOption("all standardised alike");
  assert.equal(await augmentation.locator("summary .badge").innerText(), "Your own");
  await page.waitForTimeout(300); // the last of it is on its way to the store
  await page.reload();
  await opened();
  assert.equal(await flip.isChecked(), false);
  assert.equal(await page.getByRole("slider", { name: "Move sideways" }).inputValue(), "21");
  assert.equal(await page.getByRole("combobox", { name: "Beyond the picture’s edge" }).inputValue(), "reflect");
  await page.getByRole("radio", { name: "Strong" }).check();
  assert.equal(await augmentation.locator("summary .badge").innerText(), "Strong");
  assert.equal(await page.getByRole("combobox", { name: "What the network is fed" }).inputValue(), "featurewise");
  assert.deepEqual(errors, []);
});
