/** Taking the model along: a download that appears with the first model. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, train } from "./person.js";
import { draw } from "./pictures.js";

/** Two classes of so many pictures each, and a model. @param {import("playwright-core").Page} page @param {number} pictures */
async function teach(page, pictures) {
  for (const thing of /** @type {const} */ (["ball", "stripes"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, pictures));
  }
  await train(page);
}

test("a trained model is downloaded, with everything in it", async (t) => {
  const { page } = await open(t);
  await started(page);
  const button = page.getByRole("button", { name: "Download for programmers" });
  assert.equal(await button.isVisible(), false, "nothing is trained yet");
  await teach(page, 6);
  const download = page.waitForEvent("download");
  await button.click();
  const file = await download;
  assert.equal(file.suggestedFilename(), "pupil-model.zip");
  const archive = await readFile(await file.path());
  for (const name of ["model.onnx", "model-plain.onnx", "model.safetensors", "CARD.md", "README.md", "check.png", "check.json", "labels.txt"]) {
    assert.ok(archive.includes(name), name);
  }
  assert.ok(archive.includes("- ball: 6 pictures from 6 sources") && archive.includes("ball\nstripes\n"));
  assert.ok(archive.includes("95 % interval"), "how good it is stands in the card");
});

test("an export can be cancelled, and made after all", async (t) => {
  const { page } = await open(t);
  await started(page);
  await teach(page, 4);
  /** @type {string[]} */
  const downloads = [];
  page.on("download", (download) => downloads.push(download.suggestedFilename()));
  let fetchExporter = () => {};
  const cancelled = new Promise((resolve) => (fetchExporter = () => resolve(undefined)));
  await page.route("**/exporter_bg.wasm", async (route) => {
    await cancelled;
    await route.continue();
  });
  const panel = page.locator("#exports");
  await panel.getByRole("button", { name: "Download a web page" }).click();
  await panel.getByRole("button", { name: "Cancel" }).click();
  fetchExporter();
  await panel.getByRole("progressbar").waitFor({ state: "hidden" });
  assert.equal(await panel.getByRole("alert").isVisible(), false, "what someone asked for is no trouble");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Download a web page", "the focus goes back");
  assert.deepEqual(downloads, []);
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Download a web page" }).click();
  assert.equal((await download).suggestedFilename(), "pupil-model.html");
});

test("a page that is too large to mail is told of, and no other file", async (t) => {
  const { page } = await open(t);
  await started(page);
  await teach(page, 4);
  const panel = page.locator("#exports");
  const large = panel.getByText("slow to mail");
  /** @param {string} name of the button */
  const downloaded = async (name) => {
    const download = page.waitForEvent("download");
    await panel.getByRole("button", { name }).click();
    await download;
    await panel.getByRole("progressbar").waitFor({ state: "hidden" });
    return large.isVisible();
  };
  assert.equal(await downloaded("Download a web page"), false);
  // What the page runs is in it: here, with bytes that no compression makes fewer.
  await page.route("**/runtime_bg.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: Buffer.concat([await response.body(), randomBytes(6e6)]) });
  });
  assert.equal(await downloaded("Download a web page"), true);
  assert.match((await large.textContent()) ?? "", /^This page is 1\d\.\d\sMB: slow to mail, and to open on a phone\./);
  assert.match((await page.locator("#announcer").textContent()) ?? "", /^Your model is in your downloads: 1\d\.\d\sMB\. This page is 1\d/);
  assert.equal(await downloaded("Download for programmers"), false, "an archive is not for mail");
});
