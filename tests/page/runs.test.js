/** Runs beside each other: on the same pictures, which neither learnt from; and what each says of the classes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, learnt, set, train } from "./person.js";
import { draw } from "./pictures.js";

/** Two classes of eight drawings each, which Instant has learnt. @param {import("node:test").TestContext} t */
async function twoClasses(t) {
  const opened = await open(t, { query: "?backend=cpu" });
  await started(opened.page);
  for (const thing of /** @type {const} */ (["ball", "stripes"])) {
    await addClass(opened.page, thing);
    await addPictures(opened.page, thing, await draw(opened.page, thing, 8));
  }
  await learnt(opened.page, 16);
  return opened;
}

test("earlier runs stand beside the one in use on the same pictures; an empty class is left out", async (t) => {
  const { page, errors } = await twoClasses(t);
  await addClass(page, "nothing");
  await set(page, { Epochs: 3 });
  await train(page);
  await page.getByText("A dense head was trained with 16 pictures. “nothing” has no pictures to learn from and is left out.").waitFor();
  await page.getByLabel("Epochs", { exact: true }).fill("12");
  await page.keyboard.press("Tab");
  await train(page);
  // A class of eight holds one out.
  await card(page, "ball").getByText(/^(1 of 1 right|0 of 1 right; taken for stripes once)$/).waitFor();
  await page.getByText("Earlier runs").click();
  const rows = page.locator("#runs .run");
  const beside = /^Of 2 pictures that neither learnt from, \d right; the one in use: \d \((the same ones|that could be chance)\)$/;
  await rows.nth(0).getByText(beside).waitFor();
  await rows.nth(1).getByText(/^\d of 2 held out right\.$/).waitFor();
  await rows.nth(2).getByText(beside).waitFor();
  await rows.nth(0).getByRole("button", { name: "Use Instant" }).click();
  await rows.nth(0).getByText("16 of 16 right.").waitFor();
  await rows.nth(1).getByText(beside).waitFor();
  assert.deepEqual(errors, []);
});
