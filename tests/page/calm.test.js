/** Nothing moves under the finger, messages cover nothing, and of many classes the best are in sight. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { makeFilm } from "./film.js";
import { addClass, addPictures, card, look, message, readingEnds, train } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

for (const width of [1280, 360]) {
  const context = { viewport: { width, height: 740 } };

  test(`the record button stays under the finger, ${width} pixels`, async (t) => {
    const { page } = await open(t, { camera: await makeFilm(t, ["left"]), context });
    await started(page);
    await addClass(page, "left");
    await card(page, "left").getByRole("button", { name: "Camera" }).click();
    const record = page.getByRole("button", { name: "Hold to record" });
    await page.locator("button.record:enabled").waitFor();
    await record.scrollIntoViewIfNeeded();
    await page.getByRole("checkbox", { name: "Mirror the view" }).first().waitFor();
    const before = await record.boundingBox();
    for (let recording = 0; recording < 2; recording++) {
      await record.hover();
      await page.mouse.down();
      await page.waitForTimeout(700);
      assert.deepEqual(await record.boundingBox(), before, "while it is held");
      await page.mouse.up();
      await readingEnds(page);
      await page.waitForTimeout(200);
      assert.deepEqual(await record.boundingBox(), before, "after it");
    }
    await card(page, "left").getByText("from 2 recordings").waitFor();
  });

  test(`messages cover nothing, and none repeats what the page shows, ${width} pixels`, async (t) => {
    const { page } = await open(t, { context });
    await started(page);
    for (const thing of /** @type {const} */ (["ball", "box"])) {
      await addClass(page, thing);
      await addPictures(page, thing, await draw(page, thing, 4));
    }
    await train(page);
    assert.equal(await page.locator(".toast").count(), 0, "the panel says how the training went");
    for (const left of [3, 2]) {
      await card(page, "ball").locator(".tile").first().click();
      await card(page, "ball").getByRole("button", { name: "Delete", exact: true }).click();
      await card(page, "ball").getByText(`${left} pictures`).waitFor();
    }
    assert.equal(await page.locator(".toast").count(), 2, "what can be undone stays");
    await page.locator(".name").first().fill("box");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.locator(".name").first().fill("box");
    await page.keyboard.press("Enter");
    await message(page, "Another class is called").waitFor();
    assert.equal(await page.locator(".toast").count(), 3, "what cannot gives way to the next");
    await page.locator(".site-footer").scrollIntoViewIfNeeded();
    for (const selector of [".site-footer p", "#train", "#preview", "#evaluate"]) await isFree(page, selector);
  });
}

/** Scrolled to its end, an element ends above the dock. @param {Page} page @param {string} selector */
async function isFree(page, selector) {
  await page.evaluate((target) => document.querySelector(target)?.scrollIntoView({ block: "end", behavior: "instant" }), selector);
  const [end, dock] = await page.evaluate((target) => [target, "#dock"].map((each) => document.querySelector(each)?.getBoundingClientRect()), selector);
  assert.ok(end && dock && end.bottom <= dock.top + 1, `${selector} ends at ${end?.bottom}, the messages begin at ${dock?.top}`);
}

test("of many classes the best five are shown, the others folded", async (t) => {
  const { page } = await open(t);
  await started(page);
  for (let number = 1; number <= 6; number++) {
    await addClass(page, `kind ${number}`);
    await addPictures(page, `kind ${number}`, await draw(page, number % 2 ? "ball" : "box", 2));
  }
  await train(page);
  const [picture] = await draw(page, "stripes", 1);
  assert.ok(picture);
  await look(page, picture);
  const shown = page.locator('#preview [data-part="bars"] .bar');
  const folded = page.locator('#preview [data-part="more-bars-list"] .bar');
  assert.deepEqual([await shown.count(), await folded.count()], [6, 0]);

  await addClass(page, "stripes");
  await addPictures(page, "stripes", await draw(page, "stripes", 4));
  await train(page);
  const best = await look(page, picture);
  assert.deepEqual([await shown.count(), await folded.count()], [5, 2]);
  assert.equal(await shown.first().locator(".bar-label").innerText(), best);
  await page.getByText("2 more").click();
  await page.getByRole("radio", { name: "Sorted" }).check();
  const values = await page.locator("#preview .bar-track i").evaluateAll((bars) => bars.map((bar) => Number(/** @type {HTMLElement} */ (bar).style.transform.slice(7, -1))));
  assert.deepEqual(values, values.toSorted((a, b) => b - a));
});
