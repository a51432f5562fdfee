/** The main job by keyboard alone: Tab, arrows, Space, Enter, Escape, Delete. The mouse is never touched. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { begins, makeFilm } from "./film.js";
import { card, pictureCount, readingEnds, trainingEnds } from "./person.js";
import { THINGS } from "./pictures.js";

/** More Tab presses than the page has stops. */
const MAX_STOPS = 80;

/**
 * Presses Tab until the focus is on what has this name, which must then be seen to have it.
 * @param {import("playwright-core").Page} page
 * @param {RegExp} name
 * @param {string} [key]
 */
async function tabTo(page, name, key = "Tab") {
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    await page.keyboard.press(key);
    const focus = await page.evaluate(focused);
    if (!name.test(focus.name)) continue;
    assert.ok(focus.ring, `the focus on "${focus.name}" cannot be seen`);
    return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

/** Name of what has the focus, and whether it is marked. */
function focused() {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement)) return { name: "", ring: false };
  const labels = "labels" in element && element.labels instanceof NodeList ? [...element.labels].map((label) => label.textContent).join(" ") : "";
  const style = getComputedStyle(element.matches(".segmented input") ? /** @type {Element} */ (element.nextElementSibling) : element);
  const name = element.getAttribute("aria-label") || labels || element.textContent || "";
  return { name: name.trim().replace(/\s+/g, " "), ring: style.boxShadow !== "none" || style.outlineStyle !== "none" };
}

test("three classes, recorded, trained and watched by keyboard", async (t) => {
  const { page, errors } = await open(t, { camera: await makeFilm(t) });
  await started(page);
  await page.keyboard.press("Tab");
  assert.equal((await page.evaluate(focused)).name, "Skip to Classes");
  await page.keyboard.press("Enter");

  for (const thing of THINGS) {
    await tabTo(page, /^Add a class$/);
    await page.keyboard.press("Enter");
    await page.locator(".name:focus").waitFor();
    await page.keyboard.type(thing);
    await page.keyboard.press("Enter");
    await page.locator('[data-part="camera"]:focus').waitFor(); // Enter goes on to the pictures
    await page.keyboard.press("Space");
    await tabTo(page, /^Hold to record$/);
    await begins(page, ".viewfinder video", thing);
    await page.keyboard.down("Space");
    await page.waitForTimeout(1200);
    await page.keyboard.up("Space");
    await page.waitForTimeout(500); // the last frame is on its way
    await readingEnds(page);
    assert.ok((await pictureCount(page, thing)) >= 3);
  }

  await tabTo(page, /^Pictures of stripes$/);
  const before = await pictureCount(page, "stripes");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Space");
  await page.keyboard.press("Shift+ArrowLeft");
  await card(page, "stripes").getByText("2 selected").waitFor();
  await page.keyboard.press("Delete");
  await tabTo(page, /^Undo$/);
  await page.keyboard.press("Enter");
  await card(page, "stripes").getByText(`${before} pictures`).waitFor();

  await tabTo(page, /^Improve$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, /^Train$/);
  await page.keyboard.press("Enter");
  await trainingEnds(page);
  assert.equal((await page.evaluate(focused)).name, "Train", "the focus stays at the button");
  await tabTo(page, /^Camera$/);
  assert.equal(await page.evaluate(() => document.activeElement?.ariaPressed), "true", "the preview went live when there was an answer");
  await begins(page, "#preview video", "box");
  await page.locator("#preview .verdict-label").getByText(/^box /).waitFor({ timeout: 4000 }); // while the film shows it

  await tabTo(page, /^Settings$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.locator("#settings[open]").waitFor();
  await page.keyboard.press("Escape");
  assert.equal((await page.evaluate(focused)).name, "Settings", "the focus comes back from the dialog");
  assert.deepEqual(errors, []);
});
