/** A project file is opened wherever it comes to the page: dropped, chosen, handed over by another program. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { open, saveToDownloads, started } from "./browser.js";
import { drop, pictureCount, readingEnds, teachTwo } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const dialog = (page) => page.getByRole("dialog", { name: "Projects" });

/** What has the focus. @param {Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.textContent);

/** A page with two classes of three pictures, and their project in a file. @param {import("node:test").TestContext} t */
async function saved(t) {
  const opened = await open(t);
  const { page } = opened;
  await saveToDownloads(page);
  await teachTwo(page, 3);
  await page.locator("#open-projects").click();
  const downloading = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: "Save to a file" }).click();
  const bytes = await readFile(await (await downloading).path());
  await page.keyboard.press("Escape");
  const folder = await mkdtemp(join(tmpdir(), "project-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "Things.zip");
  await writeFile(file, bytes);
  return { ...opened, folder, file, bytes };
}

test("a project file is offered wherever pictures can be dropped or chosen", async (t) => {
  const { page, context, errors, folder, file, bytes } = await saved(t);
  await drop(context, page, "#classes h2", [file]);
  await dialog(page).getByText("Things.zip, ").waitFor();
  assert.equal(await focused(page), "Open it as a new project");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
  assert.deepEqual([await page.locator(".class-card").count(), await pictureCount(page, "ball")], [2, 3]);

  // By what is in it; what came with it goes where it was dropped.
  const [another] = await draw(page, "ball", 1, { label: "another" });
  const [odd, picture] = [join(folder, "Things.dat"), join(folder, "another.jpg")];
  await writeFile(odd, bytes);
  await writeFile(picture, /** @type {Buffer} */ (another?.buffer));
  await drop(context, page, ".class-card .class-facts", [odd, picture]);
  await dialog(page).getByRole("button", { name: "Add its pictures to “My project”" }).click();
  await page.locator(".notice").getByText("0 pictures came into “My project”; 6 were there already.").waitFor();
  await readingEnds(page);
  assert.deepEqual([await pictureCount(page, "ball"), await pictureCount(page, "box")], [4, 3]);

  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a zip" }).click();
  await (await chooser).setFiles(file);
  await dialog(page).getByRole("button", { name: "Open it as a new project" }).click();
  await page.locator(".notice").getByText("“My project 2” is open, with 6 pictures.").waitFor();
  await dialog(page).waitFor({ state: "hidden" });
  assert.equal(await pictureCount(page, "ball"), 3);

  // In the dialog itself, too, where nothing else is taken; two at once are opened one after the other.
  await page.locator("#open-projects").click();
  await drop(context, page, "#projects h2", [picture]);
  await dialog(page).getByRole("alert").getByText("That is no project of Pupil.").waitFor();
  await drop(context, page, "#projects h2", [file, odd]);
  await page.locator(".notice").getByText(/^“Things\.(zip|dat)” was taken; 1 other project came with it: open one after the other\.$/).waitFor({ state: "attached" });
  await dialog(page).getByRole("button", { name: "New project", exact: true }).click();
  await page.locator("#announcer").getByText("“New project” is open. Give it a name.").waitFor({ state: "attached" });
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });

  // Nothing to add to: nothing is asked.
  await drop(context, page, "#classes .welcome h3", [file]);
  await page.locator(".notice").getByText("“My project 3” is open, with 6 pictures.").waitFor();
  await dialog(page).waitFor({ state: "hidden" });
  assert.equal(await pictureCount(page, "box"), 3);
  assert.deepEqual(errors, []);
});

test("a project file that an installed page is opened with is offered", async (t) => {
  const { page, errors, bytes } = await saved(t);
  await page.addInitScript((data) => {
    const file = new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], "Opened.zip", { type: "application/zip" });
    const launch = { files: [{ getFile: async () => file }] };
    const value = { setConsumer: (/** @type {(launch: object) => void} */ take) => take(launch) };
    Object.defineProperty(window, "launchQueue", { value });
  }, bytes.toString("base64"));
  await page.reload();
  await started(page);
  await dialog(page).getByText("Opened.zip, ").waitFor();
  await dialog(page).getByRole("button", { name: "Open it as a new project" }).click();
  await page.locator(".notice").getByText("“My project 2” is open, with 6 pictures.").waitFor();
  assert.equal(await pictureCount(page, "ball"), 3);
  assert.deepEqual(errors, []);
});

test("a saved project is shared where the browser shares files", async (t) => {
  const { page, errors } = await open(t);
  await page.addInitScript(() => {
    const share = async (/** @type {{ files: File[] }} */ { files }) => {
      /** @type {any} */ (globalThis).shared = files.map(({ name, type, size }) => ({ name, type, filled: size > 0 }));
    };
    const canShare = (/** @type {{ files: File[] }} */ { files }) => files.every(({ type }) => type === "application/zip");
    Object.defineProperties(navigator, { share: { value: share }, canShare: { value: canShare } });
  });
  await saveToDownloads(page);
  await page.locator("#open-projects").click();
  const button = dialog(page).getByRole("button", { name: "Share the file" });
  assert.equal(await button.isVisible(), false, "nothing is saved yet");
  const downloading = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: "Save to a file" }).click();
  await downloading;
  await button.click();
  await page.waitForFunction("globalThis.shared");
  assert.deepEqual(await page.evaluate("shared"), [{ name: "My project.zip", type: "application/zip", filled: true }]);
  await page.keyboard.press("Escape");
  await page.locator("#open-projects").click();
  assert.equal(await button.isVisible(), false, "it is about what was saved last");
  assert.deepEqual(errors, []);
});
