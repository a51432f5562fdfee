/** A second tab goes on in place of the first, which hands over what it has, and can take it back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, pictureCount, set } from "./person.js";
import { draw } from "./pictures.js";

test("a training is ended and kept when a second tab goes on, and the first can go on again", async (t) => {
  const { page, context, origin, errors } = await open(t);
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 20)); // fewer are learnt before anyone looks
  }
  await set(page, { Epochs: 1000, Patience: 0 });
  await page.locator("#train").getByRole("button", { name: "Train", exact: true }).click();
  await page.getByText(/^Epoch \d+ of at most 1000/).waitFor();
  await page.waitForFunction(() => /^\d+\u00a0%/.test(document.title));

  const second = await context.newPage();
  await second.goto(`${origin}/?backend=cpu`);
  await second.getByRole("heading", { name: "Pupil is open in another tab" }).waitFor();
  await second.keyboard.press("Enter"); // the button has the focus
  await started(second);
  await second.locator("#train .badge").getByText("Up to date").waitFor();
  assert.deepEqual([await pictureCount(second, "ball"), await pictureCount(second, "box")], [20, 20]);

  await page.getByRole("heading", { name: "Pupil is open in another tab" }).waitFor();
  await addClass(second, "late");
  await page.getByRole("button", { name: "Go on here" }).click();
  await started(page);
  assert.equal(await page.locator(".class-card").count(), 3);
  await second.getByRole("button", { name: "Go on here" }).waitFor();
  assert.deepEqual(errors, []);
});

test("what a tab was reading when a second one went on is told there", async (t) => {
  const { page, context, origin } = await open(t);
  await started(page);
  await addClass(page, "ball");
  const chooser = page.waitForEvent("filechooser");
  await card(page, "ball").getByRole("button", { name: "Pictures for ball", exact: true }).click();
  await (await chooser).setFiles(await draw(page, "ball", 60));
  await card(page, "ball").locator(".tile").first().waitFor();
  const second = await context.newPage();
  await second.goto(`${origin}/?backend=cpu`);
  await second.getByRole("button", { name: "Go on here" }).click();
  await started(second);
  const words = await second.locator(".notice p").innerText();
  const missing = Number(/^(\d+) pictures? (?:is|are) missing: /.exec(words)?.[1]);
  assert.equal(missing + (await pictureCount(second, "ball")), 60, words);
});
