/** A project with more pictures than anyone looks at: it starts, grows, is trained, measured and tidied up as a small one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { PER_NEAR_COPY, makeMany } from "./many.js";
import { addPictures, card, pictureCount, set, train } from "./person.js";
import { draw } from "./pictures.js";

/** Fewer than the benchmark's ten thousand, which take a minute to write; more than a chunk that is read at once. */
const PICTURES = 300;
const CLASSES = 10;
const EACH = PICTURES / CLASSES;

/** Tiles of a grid with some rows in sight. */
const MAX_TILES = 60;

test("hundreds of pictures: start, add, scroll, train, report, near-duplicates, delete a class, reload", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await makeMany(page, { pictures: PICTURES, classes: CLASSES, features: 1280 });
  await page.reload();
  await started(page);
  const total = page.locator('#classes [data-part="total"]');
  assert.equal(await total.textContent(), `10 classes, ${PICTURES} pictures`);

  const grid = card(page, "kind 1").locator(".grid");
  await grid.locator(".tile img[src]").first().waitFor();
  await addPictures(page, "kind 1", await draw(page, "ball", 1));
  assert.deepEqual([await pictureCount(page, "kind 1"), await pictureCount(page, "kind 2")], [EACH + 1, EACH]);

  assert.ok((await grid.locator(".tile").count()) < MAX_TILES, "only the tiles in sight exist");
  await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const oldest = grid.locator(`.tile[aria-posinset="${EACH + 1}"]`);
  await oldest.locator("img[src]").waitFor();
  assert.equal(await oldest.getAttribute("data-id"), "0");
  assert.ok((await grid.locator(".tile").count()) < MAX_TILES);

  await set(page, { Epochs: 5 });
  await train(page);
  await page.locator("#evaluate .matrix").waitFor();
  assert.equal(await page.locator("#evaluate .matrix tbody tr").count(), CLASSES);

  await page.locator('#evaluate [data-part="alike"]').click();
  await page.getByText("Pair 1,").first().waitFor();
  assert.equal(await page.locator("#evaluate .picture-list > *").count(), 2 * (PICTURES / PER_NEAR_COPY));

  await card(page, "kind 3").getByRole("button", { name: "Delete kind 3" }).click();
  await card(page, "kind 3").waitFor({ state: "detached" });
  const left = `9 classes, ${PICTURES - EACH + 1} pictures`;
  assert.equal(await total.textContent(), left);
  await page.reload();
  await started(page);
  assert.equal(await total.textContent(), left);
  await page.locator("#evaluate .matrix").waitFor();
  assert.deepEqual(errors, []);
});
