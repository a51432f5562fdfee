/** On a phone: what is pressed is as large as a finger, and the selection bar leaves the pictures in sight. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, train } from "./person.js";
import { draw } from "./pictures.js";

/** What is smaller than a finger: 44 pixels high, and wide. @param {import("playwright-core").Page} page */
function small(page) {
  return page.evaluate(() => {
    const controls = [...document.querySelectorAll("button, select, summary, input, .steps a")].filter((element) => element.checkVisibility({ visibilityProperty: true }));
    const sizes = controls.map((element) => {
      const small = element instanceof HTMLInputElement && ["checkbox", "radio"].includes(element.type);
      const target = (small && element.labels?.[0]) || element; // the label takes the press, too
      const { width, height } = target.getBoundingClientRect();
      return { name: `${element.tagName} ${element.getAttribute("aria-label") ?? target.textContent?.trim().slice(0, 30)}`, width, height };
    });
    return sizes.filter(({ width, height }) => width > 1 && (width < 43.5 || height < 43.5)).map(({ name, width, height }) => `${name}: ${Math.round(width)} × ${Math.round(height)}`);
  });
}

test("what is pressed is 44 pixels wide and high, and the selection bar has two rows", async (t) => {
  const { page } = await open(t, { context: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } });
  await started(page);
  assert.deepEqual(await small(page), [], "nothing yet");
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 4));
  }
  await train(page);
  await card(page, "ball").locator(".tile").first().click();
  const middles = await card(page, "ball").locator(".selection-bar > *:visible").evaluateAll((parts) => parts.map((each) => each.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2));
  const rows = middles.sort((a, b) => a - b).filter((middle, index) => index === 0 || middle - Number(middles[index - 1]) > 10);
  assert.ok(rows.length <= 2, `rows at ${rows}`);
  await page.getByText("Advanced", { exact: true }).click();
  assert.deepEqual(await small(page), [], "trained");
  await page.getByRole("button", { name: "Settings" }).click();
  assert.deepEqual(await small(page), [], "the settings");
});
