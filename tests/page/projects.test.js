/** Several projects: made, left for another, deleted and brought back; saved to a file, and opened from one. By keyboard where it matters. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { isClean } from "./axe.js";
import { open, saveToDownloads, started } from "./browser.js";
import { addClass, card, isRightAbout, learnt, pictureCount, teachTwo } from "./person.js";
import { draw } from "./pictures.js";

for (const [width, colorScheme] of /** @type {const} */ ([[1280, "light"], [360, "dark"]])) {
  test(`projects are made, left, copied, deleted, saved and opened, ${width} pixels`, async (t) => {
    const { page, errors } = await open(t, { context: { viewport: { width, height: 800 }, colorScheme } });
    await saveToDownloads(page);
    await teachTwo(page, 4);
    const dialog = page.getByRole("dialog", { name: "Projects" });
    const opener = page.locator("#open-projects");
    const said = (/** @type {string} */ text) => page.locator("#announcer").getByText(text).waitFor();

    await opener.focus();
    await page.keyboard.press("Enter");
    await dialog.getByLabel("Name of the project My project").fill("Things");
    await page.keyboard.press("Enter");
    await opener.getByText("Things").waitFor();
    await isClean(page, "one project");
    const downloading = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save to a file" }).click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), "Things.zip");
    await said("The project is in your downloads");

    await dialog.getByRole("button", { name: "New project" }).click();
    await said("“New project” is open. Give it a name.");
    assert.equal(await page.evaluate(() => getSelection()?.toString()), "New project", "its name is selected");
    await page.keyboard.type("Empty one");
    await page.keyboard.press("Enter");
    await opener.getByText("Empty one").waitFor();
    await isClean(page, "two projects");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Use the camera" }).waitFor();
    assert.equal(await page.locator(".class-card").count(), 0);

    await opener.click();
    await dialog.getByRole("button", { name: "Delete Things" }).click();
    await said("“Things” is deleted. It can be undone.");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Undo", "the focus is on the way back");
    await isClean(page, "deleted");
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Open Things" }).click();
    await dialog.waitFor({ state: "hidden" });
    await said("“Things” is open.");
    assert.deepEqual([await pictureCount(page, "ball"), await pictureCount(page, "box")], [4, 4]);
    await learnt(page, 8);
    await isRightAbout(page, "ball", await draw(page, "ball", 1));

    const file = (await download.path()).concat(".zip");
    await writeFile(file, await readFile(await download.path()));
    const choose = async (/** @type {string} */ path) => {
      await opener.click();
      const chooser = page.waitForEvent("filechooser");
      await dialog.getByRole("button", { name: "Open a file" }).click();
      await (await chooser).setFiles(path);
    };
    await choose(file);
    await isClean(page, "a file, and the question what to do with it");
    await dialog.getByRole("button", { name: "Add its pictures to “Things”" }).click();
    await page.locator(".notice").getByText("0 pictures came into “Things”; 8 were there already.").waitFor();

    const cut = `${file}.cut.zip`;
    const bytes = await readFile(file);
    await writeFile(cut, bytes.subarray(0, bytes.indexOf("pupil/network.safetensors") - 200)); // what comes after the pictures; before it, the end of the last
    await choose(cut);
    await dialog.getByRole("button", { name: "Open it as a new project" }).click();
    await page.locator(".notice").getByText(/^“Things 2” is open, with \d pictures\. The file is cut off or damaged: \d parts? of it could not be read\.$/).waitFor();
    assert.equal(await pictureCount(page, "ball"), 4);
    assert.ok(await card(page, "box").isVisible());
    await isClean(page, "a file that is cut off was opened");
    await page.reload();
    await started(page);
    await opener.getByText("Things 2").waitFor();
    assert.deepEqual(errors, []);
  });
}

test("projects that are deleted one after the other come back, whichever is open meanwhile", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await addClass(page, "ball");
  const dialog = page.getByRole("dialog", { name: "Projects" });
  const opener = page.locator("#open-projects");
  const said = (/** @type {string} */ text) => page.locator("#announcer").getByText(text).waitFor();
  await opener.click();
  await dialog.getByRole("button", { name: "Copy My project" }).click();
  await said("“My project 2” is a copy of it.");
  for (const name of ["My project", "My project 2"]) {
    await dialog.getByRole("button", { name: `Delete ${name}`, exact: true }).click();
    await said(`“${name}” is deleted. It can be undone.`);
  }
  const names = () => dialog.getByRole("textbox").evaluateAll((all) => all.map((field) => /** @type {HTMLInputElement} */ (field).value).sort());
  assert.deepEqual(await names(), ["New project"], "in place of the last one there is a new one");
  await page.keyboard.press("Escape");
  // Each opening of another project ends what can be undone in the one before, not this.
  await page.keyboard.press("Control+z");
  await said("Undone: Project “My project 2” deleted.");
  await page.keyboard.press("Control+z");
  await said("Undone: Project “My project” deleted.");
  await opener.click();
  await dialog.getByRole("button", { name: "Open My project 2" }).waitFor();
  assert.deepEqual(await names(), ["My project", "My project 2", "New project"]);
  await dialog.getByRole("button", { name: "Open My project", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await card(page, "ball").isVisible());
  await page.keyboard.press("Control+z");
  assert.ok(await card(page, "ball").isVisible(), "that it was added was done before it was left");
  assert.deepEqual(errors, []);
});

test("what the browser has lost of a project is told in the dialog, above which nothing lies", async (t) => {
  const { page, errors } = await open(t, { context: { viewport: { width: 360, height: 640 } } });
  await started(page);
  await teachTwo(page, 4);
  await page.evaluate(() => new Promise((resolve) => {
    indexedDB.open("pupil").onsuccess = ({ target }) => {
      const { result } = /** @type {IDBOpenDBRequest} */ (target);
      const transaction = result.transaction("originals", "readwrite");
      transaction.objectStore("originals").delete(1);
      transaction.oncomplete = () => resolve(result.close());
    };
  }));
  const dialog = page.getByRole("dialog", { name: "Projects" });
  await page.locator("#open-projects").click();
  await dialog.getByRole("button", { name: "Copy My project" }).click();
  // What is outside a modal dialog has no role: nobody could hear or close it.
  const told = dialog.getByRole("alert").getByText("1 picture is not in the copy, because the browser has lost it (ball-2.jpeg). Add it again, if you still have it.");
  await told.waitFor();
  await isClean(page, "a copy without a lost picture");
  await dialog.getByRole("button", { name: "Delete My project 2" }).click();
  await dialog.getByRole("button", { name: "Undo" }).waitFor();
  assert.ok(await told.isVisible(), "the button was not behind it");
  await page.keyboard.press("Escape");
  // It stays until it is closed.
  await page.locator("body > .dock").getByText("not in the copy").waitFor();
  assert.deepEqual(errors, []);
});
