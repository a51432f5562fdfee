/** The steps bar and the skip links: at every width nothing is out of reach, also with many classes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { learnOnPress, addClass, addPictures, trainingEnds } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

const STEPS = ["Classes", "Train", "Preview", "Evaluate"];

/** Where the header ends, and what of the steps lies outside the window or under another. @param {Page} page */
function reach(page) {
  return page.evaluate(() => {
    const header = document.querySelector(".site-header")?.getBoundingClientRect();
    const controls = [...document.querySelectorAll(".steps a, .steps-bar .button:not([hidden], .beside)")];
    const lost = controls.filter((element) => {
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const cut = [...element.children].some((child) => child.className === "" && child.scrollWidth > element.clientWidth);
      return left < 0 || right > innerWidth || top < 0 || width < 44 || height < 40 || cut || !hit || !element.contains(hit);
    });
    return { bottom: header?.bottom ?? 0, lost: lost.map(({ textContent }) => textContent), sideways: document.documentElement.scrollWidth > innerWidth };
  });
}

/** The steps bar marks this one, once the page has scrolled. @param {Page} page @param {string} step */
async function isAt(page, step) {
  await page.waitForFunction((name) => document.querySelector('.steps a[aria-current="location"] b')?.textContent === name, step);
}

test("every step and the main action are in reach from 360 to 1440 pixels, with 12 classes", async (t) => {
  const { page, errors } = await open(t, { context: { reducedMotion: "reduce" } });
  await started(page);
  assert.deepEqual(await page.locator(".steps span:not(.visually-hidden)").allInnerTexts(), ["none yet", "not yet", "untaught", "later"]);
  await learnOnPress(page);
  for (let number = 1; number <= 12; number++) await addClass(page, `kind ${number}`);
  for (let number = 1; number <= 12; number++) await addPictures(page, `kind ${number}`, await draw(page, number % 2 ? "ball" : "box", 1));
  assert.equal(await page.locator('.steps [data-part="classes"]').innerText(), "12 · 12");
  const act = page.getByRole("button", { name: "Learn now" });
  for (const [width, height] of /** @type {const} */ ([[360, 740], [759, 800], [760, 800], [1024, 768], [1179, 800], [1180, 720], [1440, 900]])) {
    await page.setViewportSize({ width, height });
    await page.locator(".class-card").nth(5).scrollIntoViewIfNeeded();
    await page.evaluate(() => document.querySelectorAll(".class-card")[5]?.scrollIntoView());
    const { lost, sideways, bottom } = await reach(page);
    assert.deepEqual({ lost, sideways }, { lost: [], sideways: false }, `${width} pixels`);
    const top = await page.locator(".class-card").nth(5).evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(top >= bottom, `${width} pixels: the class is below the header`);
    if (width < 1180) await act.waitFor(); // Learn itself is out of sight
    for (const step of STEPS) {
      await page.locator(".steps").getByRole("link", { name: step }).click();
      await isAt(page, step);
      const place = await page.locator(`#${step.toLowerCase()}-title`).boundingBox();
      assert.ok(place && place.y >= bottom - 1 && place.y < height, `${width} pixels: ${step} is at ${place?.y}`);
    }
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.evaluate(() => document.querySelectorAll(".class-card")[5]?.scrollIntoView());
  await act.click();
  await trainingEnds(page);
  await act.waitFor({ state: "detached" });
  assert.deepEqual(await page.locator(".steps span:not(.visually-hidden)").allInnerTexts(), ["12 · 12", "up to date", "taught", "how good"]);
  assert.deepEqual(errors, []);
});

test("the first four stops of the keyboard skip to the four parts", async (t) => {
  const { page, origin } = await open(t);
  for (const [index, step] of STEPS.entries()) {
    await page.goto("about:blank");
    await page.goto(`${origin}/?backend=cpu`);
    await started(page);
    for (let stop = 0; stop <= index; stop++) await page.keyboard.press("Tab");
    const link = page.getByRole("link", { name: `Skip to ${step}` });
    assert.ok(await link.evaluate((element) => element === document.activeElement && element.getBoundingClientRect().width > 44));
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), step.toLowerCase());
    await isAt(page, step);
  }
});
