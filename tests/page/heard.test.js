/** What screen readers are told: names that say what they are for, what came of each act, how far long work is, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, set, train } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

/** Notes all that is announced from now on; returns what was, since it was asked last. @param {Page} page */
async function listen(page) {
  await page.evaluate(() => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { heard });
    const announcer = /** @type {Node} */ (document.querySelector("#announcer"));
    new MutationObserver(() => heard.push(String(announcer.textContent).replace(/\u00a0(?=%)/, " ").trim())).observe(announcer, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => /** @type {string[]} */ (Reflect.get(globalThis, "heard")).splice(0));
}

test("each field and button of a class says which class it is of", async (t) => {
  const { page } = await open(t);
  await started(page);
  for (const name of ["star", "moon"]) await addClass(page, name);
  for (const [role, name] of /** @type {const} */ ([["textbox", "Name of star"], ["button", "Camera for star"], ["button", "Pictures for star"], ["button", "Use star"], ["button", "Delete star"]])) {
    assert.equal(await page.getByRole(role, { name, exact: true }).count(), 1, name);
  }
  await page.getByRole("textbox", { name: "Name of star" }).fill("sun");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Camera for sun" }).waitFor();
  const nameless = await page.evaluate(() => {
    const names = [...document.querySelectorAll(".class-card :is(button, input, select)")].map((each) => each.getAttribute("aria-label") || each.textContent?.trim());
    return names.filter((name, index) => names.indexOf(name) !== index && !/^(Ignore|Use for testing|Delete|Enlarge|Unselect|Cancel|Close the list|)$/.test(name ?? ""));
  });
  assert.deepEqual(nameless, [], "no two have the same name, but what is in a group that has one");
});

test("what came of each act is said, how far long work is by quarters, and no selection of nothing", async (t) => {
  const { page } = await open(t);
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "box"])) await addClass(page, thing);
  const heard = await listen(page);
  await addPictures(page, "ball", await draw(page, "ball", 24));
  await page.waitForFunction(() => document.querySelector("#announcer")?.textContent?.includes("added to"));
  assert.deepEqual(await heard(), ["Reading: 25 %.", "Reading: 50 %.", "Reading: 75 %.", "24 pictures added to ball."]);
  await addPictures(page, "box", await draw(page, "box", 6));
  await page.waitForFunction(() => document.querySelector("#announcer")?.textContent?.includes("added to box"));
  assert.deepEqual(await heard(), ["6 pictures added to box."], "a few are read before one could ask");

  await card(page, "ball").locator(".tile").first().click();
  await page.keyboard.press("Delete");
  await card(page, "ball").getByText("23 pictures").waitFor();
  await card(page, "ball").locator(".tile").first().click();
  await card(page, "ball").locator(".tile").first().click();
  await card(page, "ball").locator(".tile").first().click();
  await page.keyboard.press("Delete");
  await card(page, "ball").getByText("22 pictures").waitFor();
  assert.deepEqual(await heard(), ["1 selected", "1 picture deleted.", "1 selected", "1 selected", "1 picture deleted."]);

  await set(page, { Epochs: 200, Patience: 0 });
  await heard();
  await train(page);
  await page.waitForFunction(() => document.querySelector("#announcer")?.textContent?.startsWith("Trained."));
  const words = await heard();
  assert.match(String(words.shift()), /^Training begins on /);
  assert.match(String(words.pop()), /^Trained\. /);
  assert.deepEqual(words, ["Training: 25 %.", "Training: 50 %.", "Training: 75 %."]);
});
