/** What is shown is what the network sees: upright, in sRGB, still, and neither black nor white for what browsers do not know. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, look, message } from "./person.js";
import { deepPng } from "./png.js";

/** Small pictures of each kind, and what Pillow reads from them. */
const GOLDEN = new URL("../golden/decode/", import.meta.url);
const NAMES = readdirSync(GOLDEN).filter((name) => readdirSync(GOLDEN).includes(`${name}.expected.png`))

/** Levels, as for a file and the camera. */
const TOLERANCE = 3;

test("the preview and the viewer show each kind of file as the network sees it", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  const stripes = deepPng(16, 16, (x, y) => (x === 15 && y === 15 ? 4095 : 2048));
  const files = [...NAMES.map((name) => ({ name, buffer: readFileSync(new URL(name, GOLDEN)) })), { name: "camera.png", buffer: stripes }];
  for (const { name, buffer } of files) {
    assert.notEqual(await look(page, { name, mimeType: "", buffer }), "", name);
    const expected = name === "camera.png" ? null : readFileSync(new URL(`${name}.expected.png`, GOLDEN)).toString("base64");
    const seen = await page.evaluate(pixelsOf, { selector: "#preview img", expected });
    if (expected) assert.ok(seen.difference <= TOLERANCE, `${name}: ${JSON.stringify(seen)}`);
    else assert.deepEqual([seen.size, seen.first], [[16, 16], [128, 128, 128, 255]], "2048 of 4095");
  }

  await addClass(page, "things");
  await addPictures(page, "things", [{ name: "turned.webp", mimeType: "image/webp", buffer: readFileSync(new URL("turned.webp", GOLDEN)) }]);
  await page.locator(".tile").first().dblclick();
  await page.waitForFunction(() => /** @type {HTMLImageElement} */ (document.querySelector('#viewer [data-part="picture"]')).naturalWidth === 17);
  const { difference } = await page.evaluate(pixelsOf, { selector: '#viewer [data-part="picture"]', expected: readFileSync(new URL("turned.webp.expected.png", GOLDEN)).toString("base64") });
  assert.ok(difference <= TOLERANCE, String(difference));
  assert.deepEqual(errors, []);
});

test("pictures of a camera of 12 bits come in with a word", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await addClass(page, "cells");
  const png = (/** @type {number} */ level) => ({ name: `${level}.png`, mimeType: "image/png", buffer: deepPng(16, 16, (x, y) => level + x * y) });
  await addPictures(page, "cells", [png(300), png(900)]);
  await message(page, "2 pictures have 16 bits a colour: where their values need only 12 or 8 of them, they are brightened").waitFor();
  await page.locator(".toast button").last().click();
  await addPictures(page, "cells", [png(300)]);
  assert.equal(await page.locator(".toast").getByText("16 bits").count(), 0, "it is there already");
  assert.deepEqual(errors, []);
});

/** In the page: how far what an element shows is from a PNG. @param {{ selector: string, expected: string | null }} wish */
async function pixelsOf({ selector, expected }) {
  const drawn = (/** @type {HTMLImageElement} */ { naturalWidth, naturalHeight }, /** @type {CanvasImageSource} */ image) => {
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(naturalWidth, naturalHeight).getContext("2d"));
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, naturalWidth, naturalHeight);
  };
  const shown = /** @type {HTMLImageElement} */ (document.querySelector(selector));
  await shown.decode();
  const seen = drawn(shown, shown);
  const found = { size: [seen.width, seen.height], first: [...seen.data.slice(0, 4)] };
  if (!expected) return { ...found, difference: 0 };
  const image = new Image();
  image.src = `data:image/png;base64,${expected}`;
  await image.decode();
  const right = drawn(image, image);
  const same = right.width === seen.width && right.height === seen.height;
  return { ...found, difference: same ? Math.max(...seen.data.map((level, at) => Math.abs(level - (right.data[at] ?? 0)))) : 255 };
}
