/** Zips come in as their folders would: whole ones, damaged ones, those of other teaching pages, and not those that are too large. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { collect } from "../../pkg/lib/shared/collect.js";
import { writeZip } from "../../pkg/lib/shared/zip.js";
import { open, started } from "./browser.js";
import { pictureCount, readingEnds } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

/** @param {Record<string, Buffer>} files by path */
async function zipped(files) {
  async function* entries() {
    for (const [name, data] of Object.entries(files)) yield { name, data: new Blob([new Uint8Array(data)]) };
  }
  const blob = await collect(Infinity, (to) => writeZip(entries(), to));
  return Buffer.from(await blob.arrayBuffer());
}

/** Chooses it, and returns what the page says of it. @param {Page} page @param {string} name @param {Buffer} buffer */
async function add(page, name, buffer) {
  const told = page.locator("#notices .notice");
  await told.evaluateAll((all) => all.forEach((each) => each.remove()));
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a zip" }).click();
  await (await chooser).setFiles({ name, mimeType: "application/zip", buffer });
  await told.waitFor();
  await readingEnds(page);
  return told.locator('[data-part="text"]').innerText();
}

test("zips come in as their folders would", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  const [balls, boxes] = await Promise.all([draw(page, "ball", 9), draw(page, "box", 4)]);
  const ball = (/** @type {number} */ index) => /** @type {Buffer} */ (balls[index]?.buffer);
  const box = (/** @type {number} */ index) => /** @type {Buffer} */ (boxes[index]?.buffer);

  const whole = await zipped({
    "train/ball/1.jpg": ball(0), "train/ball/2.jpg": ball(1), "train/box/1.jpg": box(0), "test/ball/3.jpg": ball(2), "test/box/2.jpg": box(1),
    "__MACOSX/train/ball/._1.jpg": ball(0), "train/notes.txt": Buffer.from("notes"),
  });
  assert.equal(await add(page, "things.zip", whole), "3 pictures to learn from in 2 classes, 2 set aside for testing from “test/”. 1 file is no picture (notes.txt).");
  assert.deepEqual([await pictureCount(page, "ball"), await pictureCount(page, "box")], [3, 2]);

  const torn = await zipped({ "ball/4.jpg": ball(3), "ball/5.jpg": ball(4), "box/3.jpg": box(2) });
  torn.fill(0, torn.indexOf("ball/5.jpg") + 200, torn.indexOf("ball/5.jpg") + 300);
  const words = await add(page, "torn.zip", torn.subarray(0, -100));
  assert.match(words, /^2 pictures to learn from in 2 classes\. “torn\.zip” is damaged or cut off: what could be read of it is here\..* 1 file could not be read \(torn\.zip: ball\/5\.jpg\)\.$/);

  const teachable = await zipped({ "manifest.json": Buffer.from("{}"), "star-!-0.jpg": ball(5), "star-!-1.jpg": ball(6) });
  assert.equal(await add(page, "project.tm", teachable), "2 pictures to learn from in 1 class.");
  assert.equal(await pictureCount(page, "star"), 2);

  const odd = await zipped({ "manifest.json": Buffer.from("{}"), ".NET-!-0.jpg": ball(7), "test-!-0.jpg": ball(8), "__MACOSX/._test-!-0.jpg": Buffer.from("junk") });
  assert.equal(await add(page, "odd names.tm", odd), "2 pictures to learn from in 2 classes.");
  assert.deepEqual([await pictureCount(page, ".NET"), await pictureCount(page, "test")], [1, 1]);

  const bomb = await zipped({ "ball/6.jpg": ball(0) });
  bomb.writeUInt32LE(4_000_000_000, bomb.lastIndexOf("PK\x01\x02") + 24); // the size that it unpacks to
  assert.equal(await add(page, "bomb.zip", bomb), "Nothing came in. “bomb.zip” is too large to unpack here: unpack it, and add the folder.");
  assert.equal(await add(page, "none.zip", Buffer.from("no zip at all")), "Nothing came in. “none.zip” is no zip, or too damaged to be read.");
  assert.deepEqual(errors, []);
});
