/** A whole import: one line says how far it is, it can be stopped, it asks before the tab closes, and a cut is told of. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { card, pictureCount, readingEnds } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

/** Folders of drawings, and in the first a file that is no picture. @param {import("node:test").TestContext} t @param {Page} page @param {number} each @param {boolean} [letter] */
async function folderOf(t, page, each, letter = true) {
  const folder = await mkdtemp(join(tmpdir(), "birds-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await mkdir(join(folder, thing));
    const drawings = await draw(page, thing, each, { type: "image/png" });
    await Promise.all(drawings.map(({ buffer }, index) => writeFile(join(folder, thing, `${index}.png`), buffer)));
  }
  if (letter) await writeFile(join(folder, "ball", "letter.png"), "Dear picture");
  return folder;
}

/** @param {Page} page @param {string} button @param {string} folder */
async function choose(page, button, folder) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button, exact: true }).click();
  await (await chooser).setFiles(folder);
}

/** Notes what screen readers are told. @param {Page} page @returns {Promise<() => Promise<string[]>>} */
async function listen(page) {
  await page.evaluate(() => {
    /** @type {string[]} */
    const told = [];
    Object.assign(globalThis, { told });
    const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
    new MutationObserver(() => told.push(announcer.textContent ?? "")).observe(announcer, { childList: true });
  });
  return () => page.evaluate(() => Reflect.get(globalThis, "told"));
}

for (const width of [1280, 360]) {
  test(`one line for a whole import, ${width} pixels`, async (t) => {
    const { page, errors } = await open(t, { context: { viewport: { width, height: 740 } } });
    await started(page);
    const told = await listen(page);
    const folder = await folderOf(t, page, 6);
    const title = await page.title();
    await choose(page, "Add a folder", folder);
    const line = page.getByRole("region", { name: "Pictures being read" });
    await line.getByText(/^Reading \d+ of 13 pictures/).waitFor();
    await page.locator("#train").getByText(/^\d+ still coming$/).waitFor();
    assert.match(await page.title(), /^\d+\u00a0% .*· Pupil$/);
    assert.ok(await page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true }))), "it asks before the tab is closed");
    await line.getByText(/about \d+/).waitFor();
    const box = await line.boundingBox();
    assert.ok(box && box.y + box.height <= 740 && box.x >= 0 && box.width <= width);
    await readingEnds(page);
    await line.waitFor({ state: "hidden" });
    const notice = page.locator(".notice.calm");
    assert.match(await notice.locator("p").innerText(), /^12 pictures to learn from in 2 classes\. 1 file could not be read/);
    await notice.getByText("1 file did not come in").click();
    assert.match(await notice.locator("li").innerText(), /^letter\.png .+\.$/);
    assert.equal(await page.title(), title);
    assert.ok(await page.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true }))), "nothing is under way");
    assert.ok((await told()).some((text) => /^12 pictures to learn from in 2 classes\. 1 file could not be read/.test(text)), "the end is said");
    assert.equal(await page.evaluate(() => localStorage.getItem("pupil-announced")), null);
    assert.deepEqual(errors, []);
  });
}

test("a test folder has the line, too, and can be stopped: what is in stays", async (t) => {
  const { page } = await open(t);
  await started(page);
  const folder = await folderOf(t, page, 40);
  await choose(page, "Add a folder", folder);
  await card(page, "ball").locator(".tile").first().waitFor();
  await page.getByRole("region", { name: "Pictures being read" }).getByRole("button", { name: "Cancel" }).dispatchEvent("click"); // it is there for a moment only
  await page.locator(".notice.calm").getByText(/^Stopped; what is in stays\./).waitFor();
  const ball = await pictureCount(page, "ball");
  assert.ok(ball >= 1 && ball < 40);
  assert.equal(await card(page, "box").count(), 0, "a class that got no picture goes again");
  await page.locator(".notice .button.icon").click();

  await choose(page, "Add a test folder", folder);
  await page.getByRole("region", { name: "Pictures being read" }).getByText(/of \d+ pictures/).waitFor();
  await page.getByRole("region", { name: "Pictures being read" }).getByRole("button", { name: "Cancel" }).dispatchEvent("click"); // it is there for a moment only
  await page.locator(".notice.calm").getByText(/^Stopped; what is in stays\. \d+ pictures? set aside for testing\./).waitFor();
});

test("what was announced and is missing after a cut is told at the next start, and can be added again", async (t) => {
  const { page } = await open(t);
  await started(page);
  const folder = await folderOf(t, page, 8, false);
  await choose(page, "Add a folder", folder);
  await card(page, "ball").locator(".tile").nth(2).waitFor();
  await page.reload();
  await started(page);
  const there = (await pictureCount(page, "ball")) + (await card(page, "box").count() ? await pictureCount(page, "box") : 0);
  const notice = page.locator(".notice");
  const words = await notice.locator("p").innerText();
  const missing = Number(/^(\d+) pictures of the folder “(.+)” are missing: .* Add it again: what is there is skipped\.$/.exec(words)?.[1]);
  assert.equal(missing + there, 16, `${there} are there: ${words}`);
  assert.ok(words.includes(basename(folder)));
  await page.reload();
  await started(page);
  await notice.getByText(`${missing} pictures`).waitFor();
  await choose(page, "Add a folder", folder);
  await readingEnds(page);
  assert.deepEqual(await Promise.all(["ball", "box"].map((name) => pictureCount(page, name))), [8, 8]);
  await page.reload();
  await started(page);
  assert.equal(await notice.count(), 0);
});
