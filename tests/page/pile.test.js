/** Classify many: a folder gets its answers, is learnt from and taken home; a film is taken apart. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, learnt, message, pictureCount, undoButton } from "./person.js";
import { draw } from "./pictures.js";

/** @param {import("playwright-core").Page} page */
const panel = (page) => page.locator("#pile");

/** The rows that exist: all, of so few. @param {import("playwright-core").Page} page */
const rows = (page) => panel(page).locator(".pile-row");

/** Waits until each has an answer. @param {import("playwright-core").Page} page @param {string} all of the filter */
async function classified(page, all) {
  await panel(page).getByRole("option", { name: all, exact: true }).waitFor({ state: "attached" });
  await panel(page).getByRole("progressbar", { name: "Pictures classified" }).waitFor({ state: "hidden" });
}

/** @param {import("node:test").TestContext} t */
async function taught(t) {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => ((/** @type {any} */ (globalThis)).showDirectoryPicker = () => navigator.storage.getDirectory())); // no test can choose one
  await started(page);
  assert.equal(await panel(page).isVisible(), false, "nothing is taught yet");
  for (const thing of /** @type {const} */ (["ball", "stripes"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 5));
  }
  await learnt(page, 10);
  return opened;
}

/** What lies in a folder of the browser's own. @param {import("playwright-core").Page} page */
function copies(page) {
  return page.evaluate(async () => {
    /** @type {(folder: any, path: string) => Promise<string[]>} */
    const walk = async (folder, path) => {
      const found = [];
      for await (const [name, each] of folder.entries()) found.push(...(each.kind === "file" ? [`${path}${name}`] : await walk(each, `${path}${name}/`)));
      return found;
    };
    return (await walk(await navigator.storage.getDirectory(), "")).sort();
  });
}

test("a folder: answers, order, a class to learn from, undo, a table and copies", async (t) => {
  const { page, errors } = await taught(t);
  const folder = await mkdtemp(join(tmpdir(), "many-"));
  t.after(() => rm(folder, { recursive: true }));
  const [balls, stripes] = [await draw(page, "ball", 3, { label: "picture" }), await draw(page, "stripes", 2, { label: "picture" })];
  for (const [name, pictures] of /** @type {const} */ ([["one", balls], ["two", stripes]])) {
    await mkdir(join(folder, name));
    for (const { name: file, buffer } of pictures) await writeFile(join(folder, name, file), buffer);
  }
  await writeFile(join(folder, "one/torn.jpg"), /** @type {Buffer} */ (balls[0]?.buffer).subarray(0, 900));
  await writeFile(join(folder, "letter.txt"), "Dear picture");

  const chooser = page.waitForEvent("filechooser");
  await panel(page).getByRole("button", { name: "Classify a folder" }).click();
  await (await chooser).setFiles(folder);
  await classified(page, "All (6)");
  await panel(page).getByRole("option", { name: "Could not be read (1)" }).waitFor({ state: "attached" });
  await page.locator(".notice").getByText("6 pictures found; 1 other file was left out.").waitFor();

  await panel(page).getByRole("button", { name: "Name" }).click();
  const names = await rows(page).locator('[data-part="name"]').allInnerTexts();
  assert.deepEqual(names, ["picture-1.jpeg", "picture-2.jpeg", "picture-3.jpeg", "torn.jpg", "picture-1.jpeg", "picture-2.jpeg"]);
  const called = await rows(page).locator('[data-part="class"]').allInnerTexts();
  assert.deepEqual([...called.slice(0, 3), ...called.slice(4)], ["ball", "ball", "ball", "stripes", "stripes"]);
  assert.match(called[3] ?? "", /^[A-Z].{15,}\.$/, "what is wrong with it");
  await rows(page).first().locator("canvas").waitFor();

  await panel(page).getByLabel("Show").selectOption({ label: "ball (3)" });
  await panel(page).getByRole("grid").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await panel(page).getByText("2 selected").waitFor();
  await panel(page).getByLabel("Put the selected pictures into a class").selectOption({ label: "ball" });
  await message(page, "2 pictures put into “ball”.").waitFor();
  assert.equal(await pictureCount(page, "ball"), 7);
  await panel(page).getByRole("option", { name: "ball (1)" }).waitFor({ state: "attached" });
  assert.equal(await rows(page).count(), 1, "what is learnt from leaves the table");
  await panel(page).getByText("These answers are from before your last changes.").waitFor();
  await panel(page).getByRole("button", { name: "Ask again" }).click();
  await panel(page).getByText(/from before/).waitFor({ state: "hidden" });
  await undoButton(page).click();
  await panel(page).getByRole("option", { name: "All (6)" }).waitFor({ state: "attached" });
  assert.equal(await pictureCount(page, "ball"), 5);

  const download = page.waitForEvent("download");
  await panel(page).getByRole("button", { name: "Download the table" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).split("\r\n");
  assert.equal(lines[0], "\ufeffpath,class,score,second best,score of second best,none of these,p(ball),p(stripes),problem");
  assert.equal(lines.length, 8);
  assert.ok(lines.some((line) => /one\/picture-1\.jpeg,ball,[\d.]+,stripes,/.test(line)), lines.join("\n"));

  for (const made of ["Sorted by Pupil", "Sorted by Pupil (2)"]) {
    await panel(page).getByRole("button", { name: "Copy into folders by class" }).click();
    await page.locator(".notice").getByText(`5 copies are in “/${made}”`).waitFor();
  }
  const sorted = ["ball/picture-1.jpeg", "ball/picture-2.jpeg", "ball/picture-3.jpeg", "stripes/picture-1.jpeg", "stripes/picture-2.jpeg"];
  assert.deepEqual(await copies(page), ["Sorted by Pupil (2)", "Sorted by Pupil"].flatMap((made) => sorted.map((name) => `${made}/${name}`)));
  const zipped = await page.evaluate(async () => {
    const { zipOf } = await import(/** @type {any} */ ("./js/pile/copies.js"));
    const place = (/** @type {string} */ name, /** @type {() => Promise<File>} */ file) => ({ row: { path: name, file }, folder: "ball", name });
    const gone = () => Promise.reject(new Error("it has gone"));
    const failures = /** @type {string[]} */ ([]);
    const copying = { signal: new AbortController().signal, passed: () => {}, failed: (/** @type {{ name: string }} */ { name }) => failures.push(name) };
    const zip = await zipOf([place("1.txt", async () => new File(["as it is"], "1.txt")), place("2.txt", gone)], copying);
    return { text: await zip.text(), failures };
  });
  assert.ok(["PK", "ball/1.txt", "as it is"].every((part) => zipped.text.includes(part)));
  assert.deepEqual(zipped.failures, ["2.txt"]);
  assert.deepEqual(errors, []);
});

test("pictures that have gone since they were chosen are told, and the others go on", async (t) => {
  const { page, errors } = await taught(t);
  const folder = await mkdtemp(join(tmpdir(), "gone-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const { name, buffer } of await draw(page, "ball", 4, { label: "picture" })) await writeFile(join(folder, name), buffer);
  const chooser = page.waitForEvent("filechooser");
  await panel(page).getByRole("button", { name: "Classify a folder" }).click();
  await (await chooser).setFiles(folder);
  await classified(page, "All (4)");
  await rm(join(folder, "picture-2.jpeg"));
  await writeFile(join(folder, "picture-3.jpeg"), "another file by now");
  const told = page.locator(".notice");

  await panel(page).getByRole("button", { name: "Copy into folders by class" }).click();
  await told.getByText("2 copies are in “/Sorted by Pupil”").waitFor();
  assert.match((await told.locator("li").allTextContents()).join(" "), /picture-2\.jpeg.* .*picture-3\.jpeg.* It could not be copied/);
  assert.deepEqual(await copies(page), ["picture-1.jpeg", "picture-4.jpeg"].map((name) => `Sorted by Pupil/ball/${name}`));

  await panel(page).getByRole("button", { name: "Name" }).click();
  await rows(page).first().click();
  await rows(page).nth(1).click({ modifiers: ["Shift"] });
  await panel(page).getByLabel("Put the selected pictures into a class").selectOption({ label: "ball" });
  await message(page, "1 picture put into “ball”.").waitFor();
  await told.getByText("1 file did not come in").waitFor();
  assert.equal(await pictureCount(page, "ball"), 6);
  await learnt(page, 11);

  await panel(page).getByRole("button", { name: "Ask again" }).click();
  await panel(page).getByRole("option", { name: "Could not be read (2)" }).waitFor({ state: "attached" });
  const answers = await rows(page).locator('[data-part="class"]').allInnerTexts();
  assert.deepEqual(answers, [...Array(2).fill("This file could not be read: it was changed, moved or locked since it was chosen. Choose it again."), "ball"]);
  assert.deepEqual(errors, []);
});

test("a film: frames at an interval, with their times; into a class as one source", async (t) => {
  const { page, errors } = await taught(t);
  const film = { name: "film.webm", mimeType: "video/webm", buffer: await record(page) };
  const chooser = page.waitForEvent("filechooser");
  await panel(page).getByRole("button", { name: "Classify files" }).click();
  await (await chooser).setFiles(film);
  const dialog = page.getByRole("dialog", { name: "Pictures from a film" });
  await dialog.getByLabel("A picture every").selectOption({ label: "half a second" });
  const amount = Number.parseInt(await dialog.locator("output").innerText(), 10);
  assert.ok(amount >= 6 && amount <= 10, `${amount} frames of four seconds`);
  await dialog.getByRole("button", { name: "Take the pictures" }).click();
  await classified(page, `All (${amount})`);
  const times = await rows(page).locator('[data-part="name"]').allInnerTexts();
  assert.deepEqual(times.slice(0, 3), ["0:00", "0:00.5", "0:01"]);
  const called = await rows(page).locator('[data-part="class"]').allInnerTexts();
  assert.deepEqual([called[1], called.at(-1)], ["ball", "stripes"]);

  const again = page.waitForEvent("filechooser");
  await card(page, "ball").getByRole("button", { name: "Pictures for ball" }).click();
  await (await again).setFiles(film);
  await dialog.getByLabel("A picture every").selectOption({ label: "2 seconds" });
  await dialog.getByRole("button", { name: "Take the pictures" }).click();
  await message(page, /^[23] pictures put into “ball”\.$/).waitFor();
  const sources = (await stored(page)).filter((source) => source.startsWith("film "));
  assert.equal(new Set(sources).size, 1);
  assert.ok(sources.length >= 2);
  assert.deepEqual(errors, []);
});

/** The sources of the stored pictures. @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
function stored(page) {
  return page.evaluate(() => new Promise((resolve) => {
    indexedDB.open("pupil").onsuccess = ({ target }) => {
      const { result } = /** @type {IDBOpenDBRequest} */ (target);
      result.transaction("pictures").objectStore("pictures").getAll().onsuccess = (event) => {
        resolve(/** @type {IDBRequest} */ (event.target).result.map((/** @type {any} */ { source }) => source));
        result.close();
      };
    };
  }));
}

/** Two seconds of a ball, and two of stripes, as a browser records it: without its length. @param {import("playwright-core").Page} page */
async function record(page) {
  const [ball, stripes] = [(await draw(page, "ball", 1))[0], (await draw(page, "stripes", 1))[0]];
  const pictures = [ball, stripes].map((picture) => /** @type {Buffer} */ (picture?.buffer).toString("base64"));
  const film = await page.evaluate(async (drawn) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
    const ended = new Promise((resolve) => recorder.addEventListener("dataavailable", ({ data }) => resolve(data)));
    recorder.start();
    for (const each of drawn) {
      const image = Object.assign(new Image(), { src: `data:image/jpeg;base64,${each}` });
      await image.decode();
      const end = performance.now() + 2000;
      while (performance.now() < end) {
        context.drawImage(image, 0, 0);
        await new Promise((next) => setTimeout(next, 50));
      }
    }
    recorder.stop();
    const bytes = new Uint8Array(await (/** @type {Blob} */ (await ended)).arrayBuffer());
    return bytes.reduce((text, byte) => text + String.fromCharCode(byte), "");
  }, pictures);
  return Buffer.from(film, "latin1");
}
