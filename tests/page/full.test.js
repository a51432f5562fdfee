/** The disk is full: what was trained works and is told to be unkept, where it stands; room can be made, or a file saved. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { learnOnPress, addClass, addPictures, card, teachTwo, train } from "./person.js";
import { draw } from "./pictures.js";

test("a model that finds no room is kept once there is some, or goes into a file", async (t) => {
  const { page, context, origin } = await open(t);
  const session = await context.newCDPSession(page);
  await started(page);
  await learnOnPress(page); // Instant would stay in use
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 4));
  }
  await train(page);
  await train(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await isFull(page);
  await train(page);
  const outcome = page.locator("#train .outcome");
  await outcome.getByText("Trained, but not kept: the disk is full. It works until you close this tab.").waitFor();
  assert.equal(await page.locator(".notice").count(), 1);
  await addPictures(page, "ball", await draw(page, "ball", 3));
  const reasons = await card(page, "ball").locator(".failures li").allInnerTexts();
  assert.equal(reasons.length, 1, "one line for one reason");
  assert.match(reasons[0] ?? "", /^ball-1\.jpeg, ball-2\.jpeg, ball-3\.jpeg .*no room left/);

  const downloading = page.waitForEvent("download");
  await outcome.getByRole("button", { name: "Save to a file" }).click();
  const download = await downloading;
  assert.equal(download.suggestedFilename(), "pupil-model.safetensors");
  const file = await readFile(await download.path());
  const header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE())).toString()); // safetensors: its length, then JSON
  assert.ok("__metadata__" in header);

  await outcome.getByRole("button", { name: "Free space" }).click();
  const settings = page.locator("#settings[open]");
  await settings.getByText(/^[\d.]+.[KM]B are used, .* About: .*models /).waitFor();
  await settings.getByRole("button", { name: "Delete 2 earlier runs" }).click();
  await settings.getByText("2 earlier runs").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await outcome.getByRole("button", { name: "Keep it now" }).click();
  await outcome.waitFor({ state: "hidden" });
  await page.reload();
  await started(page);
  await page.locator("#train .badge").getByText("Up to date").waitFor();
});

test("a project that finds no room is told of where it is saved, and the file that was there stays", async (t) => {
  const { page, context, origin } = await open(t);
  const session = await context.newCDPSession(page);
  // No test can choose a place on the disk; the browser's own is as full.
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).showSaveFilePicker = async () => (await navigator.storage.getDirectory()).getFileHandle("Things.zip", { create: true });
  });
  await page.reload();
  await started(page);
  await teachTwo(page, 3);
  const saved = () => page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle("Things.zip")).getFile()).size);
  const dialog = page.getByRole("dialog", { name: "Projects" });
  await page.locator("#open-projects").click();
  await dialog.getByRole("button", { name: "Save to a file" }).click();
  await page.locator("#announcer").getByText("Saved: ").waitFor({ state: "attached" });
  const size = await saved();
  assert.ok(size > 0);

  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await isFull(page);
  await dialog.getByRole("button", { name: "Save to a file" }).click();
  const words = "The file could not be written: there is no room left. Nothing is lost here. Free some space, or choose another folder, then save again.";
  await dialog.getByRole("alert").getByText(words).waitFor();
  assert.equal(await saved(), size);
  await page.keyboard.press("Escape");
  assert.ok(await card(page, "ball").isVisible());
});

/** Chromium remembers for some 20 seconds how much room there was. @param {import("playwright-core").Page} page */
function isFull(page) {
  return page.evaluate(async () => {
    const opening = indexedDB.open("probe");
    opening.onupgradeneeded = () => opening.result.createObjectStore("bytes");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const refused = () => new Promise((resolve) => {
      const transaction = opening.result.transaction("bytes", "readwrite");
      transaction.objectStore("bytes").put(new Uint8Array(1000), 0);
      transaction.oncomplete = () => resolve(false);
      transaction.onabort = () => resolve(true);
    });
    while (!(await refused())) await new Promise((resolve) => setTimeout(resolve, 500));
    opening.result.close();
  });
}
