/** A browser that gives noise for what is drawn: the page says so, and takes no noise for pictures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, pictureCount } from "./person.js";
import { draw } from "./pictures.js";

const WORDS = "For privacy, this browser gives noise in place of what is drawn.";

test("where the browser gives noise for what is drawn, files come in, and camera and example do not", async (t) => {
  const { page, errors } = await open(t, { cameras: 1 });
  const files = await draw(page, "ball", 2);
  await page.addInitScript(() => {
    const { getImageData } = OffscreenCanvasRenderingContext2D.prototype;
    OffscreenCanvasRenderingContext2D.prototype.getImageData = function (x, y, width, height) {
      const image = getImageData.call(this, x, y, width, height);
      return (crypto.getRandomValues(image.data), image);
    };
  });
  await page.reload();
  await started(page);
  await page.locator("#notices").getByText(WORDS).waitFor();
  await page.getByRole("button", { name: "Try an example" }).click();
  await page.locator("#toasts").getByText(WORDS).waitFor();
  assert.equal(await page.locator(".class-card").count(), 0);
  await addClass(page, "ball");
  await addPictures(page, "ball", files);
  assert.equal(await pictureCount(page, "ball"), 2);
  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  await page.locator("#preview").getByText(WORDS).waitFor();
  assert.ok(await page.locator("#preview .badge.live").isHidden());
  assert.deepEqual(errors, []);
});

test("a last bit that is changed for privacy is no noise", async (t) => {
  const { page } = await open(t);
  await page.addInitScript(() => {
    const { getImageData } = OffscreenCanvasRenderingContext2D.prototype;
    OffscreenCanvasRenderingContext2D.prototype.getImageData = function (x, y, width, height) {
      const image = getImageData.call(this, x, y, width, height);
      image.data.forEach((level, place) => (image.data[place] = level ^ 1));
      return image;
    };
  });
  await page.reload();
  await started(page);
  assert.equal(await page.locator(".notice").count(), 0);
});
