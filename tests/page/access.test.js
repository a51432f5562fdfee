/** axe-core finds nothing wrong in any state of the page: light and dark, wide and 360 pixels; and nothing is wider than the screen. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { begins, makeFilm } from "./film.js";
import { addClass, addPictures, card, look, trainingEnds } from "./person.js";
import { draw, THINGS } from "./pictures.js";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @param {import("playwright-core").Page} page @param {string} state */
async function isClean(page, state) {
  await page.waitForTimeout(300); // what moves has come to rest
  await page.evaluate(AXE); // not a script tag: the page's policy would rightly refuse it
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document);
    return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ { target, failureSummary }) => `${target} (${failureSummary})`).join("; ")}`);
  });
  assert.deepEqual(found, [], state);
  const wide = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll("html, main section, .class-card, dialog[open]")];
    return boxes.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ id, className, tagName }) => `${tagName} ${id} ${className}`);
  });
  assert.deepEqual(wide, [], `${state}: wider than their place`);
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [1440, 360]) {
    const context = { colorScheme, viewport: { width, height: 800 } };

    test(`every state, ${colorScheme}, ${width} pixels`, async (t) => {
      const { page } = await open(t, { context, camera: await makeFilm(t) });
      await started(page);
      await isClean(page, "nothing yet");
      for (const thing of THINGS) {
        await addClass(page, thing);
        await addPictures(page, thing, await draw(page, thing, 5));
      }
      await addPictures(page, "ball", [{ name: "letter.png", mimeType: "image/png", buffer: Buffer.from("Dear picture") }]);
      await isClean(page, "classes, and a file that did not come in");
      const [box] = await draw(page, "box", 1);
      assert.ok(box);
      await look(page, box);
      await isClean(page, "a picture before any training");

      await card(page, "box").getByRole("button", { name: "Camera" }).click();
      await begins(page, ".viewfinder video", "box");
      await card(page, "box").getByRole("button", { name: "Hold to record" }).focus();
      await page.keyboard.down("Space");
      await page.locator(".recording").waitFor();
      await isClean(page, "recording");
      await page.keyboard.up("Space");
      await card(page, "box").getByRole("button", { name: "Camera" }).click();

      await page.getByRole("radio", { name: /^From scratch/ }).check();
      await page.getByText("Vary the pictures").click();
      await page.getByRole("radio", { name: "Textbook", exact: true }).check();
      await page.locator("#augmentation canvas").last().waitFor();
      await isClean(page, "pictures varied");
      await page.getByRole("radio", { name: /^Quick Learns/ }).check();

      await page.getByText("Advanced").click();
      await page.getByLabel("Epochs").fill("5000");
      await page.keyboard.press("Tab");
      await isClean(page, "a setting out of range");
      await page.getByLabel("Epochs").fill("400");
      await page.getByLabel("Patience").fill("0");
      await page.keyboard.press("Tab");
      await page.getByRole("button", { name: "Find a learning rate" }).click();
      await page.getByRole("button", { name: /^Use [\d.]+$/ }).waitFor();
      await isClean(page, "a learning rate found");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Change the network" }).click();
      await page.getByText("Which files fit").click();
      await page.getByText("resnet50.tv_in1k").waitFor();
      await isClean(page, "networks");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Train", exact: true }).click();
      await page.getByText(/Epoch \d+ of at most 400/).waitFor();
      await isClean(page, "training");
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Resume" }).waitFor();
      await isClean(page, "paused");
      await page.getByRole("button", { name: "Stop" }).click();
      await trainingEnds(page);
      await page.locator("#evaluate .matrix button").first().click();
      await page.locator(".picture-entry input").first().check();
      await page.getByText("More figures").click();
      await isClean(page, "trained");

      await card(page, "ball").locator(".tile").nth(1).click();
      await page.getByRole("button", { name: "Use stripes" }).click();
      await page.getByText("Needs training").waitFor();
      await page.getByRole("button", { name: "Delete box" }).click();
      await page.getByRole("button", { name: "Undo" }).waitFor();
      await isClean(page, "selected, switched off, deleted");
      await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
      await page.locator("#preview .badge.live").waitFor();
      await page.getByRole("button", { name: "Where it looks" }).click();
      await page.getByRole("img", { name: /^The coloured part speaks most for/ }).waitFor();
      await isClean(page, "live");
      await page.getByRole("button", { name: "Settings" }).click();
      await isClean(page, "settings");
      await page.getByRole("button", { name: "Delete everything" }).first().click();
      await isClean(page, "the question before everything is deleted");
    });

    test(`every trouble, ${colorScheme}, ${width} pixels`, async (t) => {
      const { page, context: browser, origin } = await open(t, { context });
      await isClean(page, "starting");
      await started(page);
      await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
      await page.locator("#preview").getByText("No camera was found").waitFor();
      await addClass(page, "ball");
      await card(page, "ball").getByRole("button", { name: "Camera" }).click();
      await card(page, "ball").getByText("No camera was found").waitFor();
      await isClean(page, "no camera");
      const second = await browser.newPage();
      await second.goto(origin);
      await second.getByText("One tab at a time").waitFor();
      await isClean(second, "a second tab");
      await second.close();
      await page.evaluate(async (url) => {
        const { showNotice } = await import(url);
        showNotice({ code: "gpu_lost", message: "The graphics processor stopped, so Pupil goes on on the CPU. Nothing was lost." });
      }, `${origin}/js/page/notices.js`);
      await isClean(page, "a notice");
    });
  }
}
