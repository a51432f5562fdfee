/** axe-core finds nothing wrong in any state of the page: light and dark, wide and 360 pixels; and nothing is wider than the screen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isClean } from "./axe.js";
import { open, started } from "./browser.js";
import { begins, makeFilm } from "./film.js";
import { addClass, addPictures, card, improve, look, trainingEnds, undoButton } from "./person.js";
import { draw, THINGS } from "./pictures.js";

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [1280, 360]) {
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

      await improve(page);
      await page.getByRole("radio", { name: /^From scratch/ }).check();
      await page.getByText("Vary the pictures").click();
      await page.getByRole("radio", { name: "Textbook", exact: true }).check();
      await page.locator("#augmentation canvas").last().waitFor();
      await isClean(page, "pictures varied");
      await page.getByRole("radio", { name: /^Dense head The textbook/ }).check();

      await page.getByText("Advanced").click();
      await page.getByLabel("Epochs").fill("5000");
      await page.keyboard.press("Tab");
      await isClean(page, "a setting out of range");
      // Long enough to be looked at and paused.
      await page.getByLabel("Epochs").fill("1000");
      await page.getByLabel("Patience").fill("0");
      await page.getByLabel("Batch size").fill("1");
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
      await page.locator("#train").getByRole("button", { name: "Train", exact: true }).click();
      await page.getByText(/Epoch \d+ of at most 1,?000/).waitFor();
      await isClean(page, "training");
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Resume" }).waitFor();
      await isClean(page, "paused");
      await page.locator("#train").getByRole("button", { name: "Stop" }).click();
      await trainingEnds(page);
      await page.locator("#evaluate .matrix button").first().click();
      await page.locator(".picture-entry input").first().check();
      await page.getByText("More figures").click();
      await isClean(page, "trained");
      await page.locator(".picture-entry .enlarge").first().click();
      await page.locator("#viewer .bar").first().waitFor();
      await page.locator("#viewer").getByRole("button", { name: "Ignore" }).click();
      await undoButton(page).click();
      await isClean(page, "a picture, large");
      await page.keyboard.press("Escape");

      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: "Classify files" }).click();
      await (await chooser).setFiles([...(await draw(page, "box", 2)), { name: "letter.png", mimeType: "image/png", buffer: Buffer.from("Dear picture") }]);
      await page.locator("#pile .trouble").waitFor();
      await page.locator("#pile .pile-row").first().click();
      await isClean(page, "many pictures, one selected, one that cannot be read");
      await page.locator("#pile").getByRole("button", { name: "Enlarge" }).click();
      await isClean(page, "one of many pictures, large");
      await page.keyboard.press("Escape");
      await page.evaluate(() => /** @type {HTMLDialogElement} */ (document.getElementById("film")).showModal());
      await isClean(page, "the question about a film");
      await page.keyboard.press("Escape");

      await card(page, "ball").locator(".tile").nth(1).click();
      await card(page, "ball").getByRole("button", { name: "Use for testing" }).click();
      await card(page, "ball").getByText("1 to test").waitFor();
      await card(page, "ball").locator(".tile").nth(1).click();
      await page.getByRole("button", { name: "Use stripes" }).click();
      await page.getByText("Needs training").waitFor();
      await page.getByRole("button", { name: "Delete box" }).click();
      await undoButton(page).waitFor();
      await isClean(page, "selected, switched off, deleted");
      const live = page.locator("#preview .badge.live"); // by itself, since the camera was used to teach
      if (await live.isHidden()) await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
      await live.waitFor();
      await page.getByRole("button", { name: "Where it looks" }).click();
      await page.getByRole("img", { name: /^The coloured part speaks most for/ }).waitFor();
      await isClean(page, "live");
      await page.getByRole("button", { name: "Settings" }).click();
      await isClean(page, "settings");
      await page.getByRole("button", { name: "Delete everything" }).first().click();
      await isClean(page, "the question before everything is deleted");
    });

    test(`every trouble, ${colorScheme}, ${width} pixels`, async (t) => {
      const { page, context: browser, origin } = await open(t, { context, plain: true });
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
      await second.getByText("Pupil is open in another tab").waitFor();
      await isClean(second, "a second tab");
      await second.close();
      await page.evaluate(async (url) => {
        const { showNotice } = await import(url);
        showNotice({ code: "gpu_lost", message: "The graphics processor stopped, so Pupil goes on on the CPU. Nothing was lost." });
      }, `${origin}/js/page/notices.js`);
      await isClean(page, "a notice");
      await page.evaluate(async (folder) => {
        const [{ showNotice }, { foldedFailures }, { reading }] = await Promise.all(["page/notices.js", "import/failures.js", "import/reading.js"].map((name) => import(folder + name)));
        const more = foldedFailures([{ name: "letter.png", message: "It is no picture." }]);
        more.open = true;
        showNotice({ code: "import", message: "3 pictures to learn from in 1 class." }, { calm: true, more });
        reading.begin({ project: { classes: [] } }, 451, "birds").skip(31);
      }, `${origin}/js/`);
      await isClean(page, "pictures being read, and one that did not come in");
    });
  }
}
