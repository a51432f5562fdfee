/** Stop answers at once, and a run that was stopped does not take the place of a better one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, isRightAbout, train, trainingEnds } from "./person.js";
import { draw } from "./pictures.js";

test("a run that is stopped before it learnt leaves the model from before in use, and says so", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 4));
  }
  await train(page);
  await page.getByRole("radio", { name: /^From scratch/ }).check();
  const words = await page.evaluate(async () => {
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.querySelector(`#train [data-part="${name}"]`));
    part("start").click();
    part("stop").click();
    return part("epoch").textContent;
  });
  assert.equal(words, "Stopping after this step …");
  await page.locator("#train .outcome").getByText("The model from before is in use.").waitFor();
  await trainingEnds(page);
  await isRightAbout(page, "ball", await draw(page, "ball", 1));
  assert.deepEqual(errors, []);
});
