/** Where it looks: laid over a picture and over the live camera, and off again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { begins, makeFilm } from "./film.js";
import { addClass, addPictures, look, train } from "./person.js";
import { draw } from "./pictures.js";

/** How much the wash over the stage differs from place to place, of 255. @param {import("playwright-core").Page} page */
function contrast(page) {
  return page.locator("#preview canvas").evaluate((/** @type {HTMLCanvasElement} */ canvas) => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const alphas = context.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, index) => index % 4 === 3);
    return Math.max(...alphas) - Math.min(...alphas);
  });
}

/** The least opacity of the wash, of 255. @param {import("playwright-core").Page} page */
function lightest(page) {
  return page.locator("#preview canvas").evaluate((/** @type {HTMLCanvasElement} */ canvas) => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    return Math.min(...context.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, index) => index % 4 === 3));
  });
}

test("where it looks is shown on a picture and live, and remembered", async (t) => {
  const { page, errors } = await open(t, { camera: await makeFilm(t) });
  await started(page);
  const button = page.getByRole("button", { name: "Where it looks" });
  const [ball] = await draw(page, "ball", 1);
  assert.ok(ball);
  await look(page, ball);
  assert.ok(await button.isHidden(), "before anything is trained");
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 6));
  }
  await train(page);
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("img", { name: /^The coloured part speaks most for/ }).waitFor();
  assert.ok((await contrast(page)) > 40);
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await page.locator(".wash-words").getByText("The coloured part speaks most for “ball”.").waitFor();
  assert.ok((await lightest(page)) < 40, "where nothing speaks for the class, the picture is untouched");

  const camera = page.locator("#preview").getByRole("button", { name: "Camera" });
  await camera.click();
  await begins(page, "#preview video", "box");
  await page.getByRole("img", { name: "The coloured part speaks most for “box”." }).waitFor();
  assert.ok(await page.locator("#preview canvas.mirrored").isVisible(), "it is mirrored as the camera's view is");
  await button.click();
  await page.locator("#preview canvas").waitFor({ state: "hidden" });
  await button.click();
  await page.getByRole("img", { name: /^The coloured part speaks most for/ }).waitFor();
  for (const thing of ["ball", "box"]) await page.getByRole("button", { name: `Use ${thing}`, exact: true }).click();
  await page.locator("#preview canvas").waitFor({ state: "hidden" }); // no class is left to look for
  for (const thing of ["ball", "box"]) await page.getByRole("button", { name: `Use ${thing}`, exact: true }).click();
  await page.getByRole("img", { name: /^The coloured part speaks most for/ }).waitFor();
  await camera.click();
  assert.ok(await page.locator("#preview canvas").isHidden(), "nothing on the stage");

  await page.reload();
  await started(page);
  await look(page, ball);
  await page.getByRole("img", { name: /^The coloured part speaks most for/ }).waitFor();
  assert.deepEqual(errors, []);
});
