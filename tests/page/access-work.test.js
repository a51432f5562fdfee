/** axe-core finds nothing wrong in what takes long, while it is under way and afterwards: piles, exports, projects. */
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { isClean } from "./axe.js";
import { open, saveToDownloads } from "./browser.js";
import { teachTwo } from "./person.js";
import { draw } from "./pictures.js";

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [1280, 360]) {
    const context = { colorScheme, viewport: { width, height: 800 } };

    test(`what takes long, ${colorScheme}, ${width} pixels`, async (t) => {
      const { page } = await open(t, { context });
      await saveToDownloads(page);
      await teachTwo(page, 4);

      const goOn = await hold(page, "pupil.classify");
      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: "Classify files" }).click();
      await (await chooser).setFiles([...(await draw(page, "box", 9)), { name: "letter.png", mimeType: "image/png", buffer: Buffer.from("Dear picture") }]);
      await page.locator("#pile .pile-row").first().waitFor();
      await isClean(page, "many pictures, being classified");
      await goOn();
      const running = page.locator("#pile").getByRole("progressbar", { name: "Pictures classified" });
      await running.waitFor({ state: "hidden" });
      await page.locator("#pile .trouble").waitFor();
      await page.locator("#pile .pile-row").nth(1).click();
      await page.locator("#pile .pile-row").nth(3).click({ modifiers: ["Shift"] });
      await page.locator("#pile").getByText("3 selected").waitFor();
      await isClean(page, "many pictures, three selected, one that cannot be read");
      await page.locator("#pile").getByRole("button", { name: "Unselect" }).click();
      await page.locator("#pile").getByLabel("Show").selectOption({ label: "Could not be read (1)" });
      await isClean(page, "those that cannot be read alone");

      const exports = page.locator("#exports");
      const finish = await hold(page, "exports.write");
      await exports.getByRole("button", { name: "Download a web page" }).click();
      await exports.getByRole("progressbar").waitFor();
      await isClean(page, "an export, being written");
      const exported = page.waitForEvent("download");
      await finish();
      await exported;
      await exports.getByRole("progressbar").waitFor({ state: "hidden" });
      await isClean(page, "an export, written");
      await page.route("**/runtime*", (route) => route.abort());
      await exports.getByRole("button", { name: "Download a web page" }).click();
      await exports.getByRole("alert").waitFor();
      await isClean(page, "an export that failed");

      const dialog = page.getByRole("dialog", { name: "Projects" });
      await page.locator("#open-projects").click();
      await dialog.getByRole("button", { name: "Copy My project" }).click();
      await dialog.getByLabel("Name of the project My project 2").waitFor();
      await isClean(page, "projects");
      const save = await hold(page, "projects.save");
      await dialog.getByRole("button", { name: "Save to a file" }).click();
      await dialog.getByRole("progressbar").waitFor();
      await isClean(page, "a project, being saved");
      const downloading = page.waitForEvent("download");
      await save();
      const path = await (await downloading).path();
      await dialog.getByRole("progressbar").waitFor({ state: "hidden" });
      await isClean(page, "a project, saved");
      const choose = async (/** @type {string} */ file) => {
        const chooser = page.waitForEvent("filechooser");
        await dialog.getByRole("button", { name: "Open a file" }).click();
        await (await chooser).setFiles(file);
        await dialog.getByRole("button", { name: "Open it as a new project" }).waitFor();
      };
      const bytes = await readFile(path);
      const cut = `${path}.zip`;
      await writeFile(cut, bytes.subarray(0, bytes.indexOf("pupil/network.safetensors") - 200)); // in the last picture
      await choose(cut);
      await isClean(page, "a project file, and what to do with it");
      const read = await hold(page, "projects.import");
      await dialog.getByRole("button", { name: "Open it as a new project" }).click();
      await dialog.getByRole("progressbar").waitFor();
      await isClean(page, "a project file, being read");
      await read();
      await page.locator(".notice").getByText(/cut off or damaged/).waitFor();
      await dialog.waitFor({ state: "hidden" });
      await page.locator(".notice summary").click();
      await isClean(page, "what is missing of a damaged file");
      await page.locator("#open-projects").click();
      await writeFile(cut, "no zip");
      await choose(cut);
      await dialog.getByRole("button", { name: "Open it as a new project" }).click();
      await dialog.getByRole("alert").waitFor();
      await isClean(page, "a file that is no project");
    });
  }
}

/** Keeps calls of a method from the worker, until they are let go. @param {import("playwright-core").Page} page @param {string} method */
async function hold(page, method) {
  await page.evaluate((held) => {
    const { postMessage } = Worker.prototype;
    /** @type {(() => void)[]} */
    const waiting = [];
    Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...rest) {
      const post = () => postMessage.call(this, message, ...rest);
      message?.method === held ? waiting.push(post) : post();
    };
    /** @type {any} */ (globalThis).letGo = () => {
      Worker.prototype.postMessage = postMessage;
      for (const post of waiting) post();
    };
  }, method);
  return () => page.evaluate(() => /** @type {any} */ (globalThis).letGo());
}
