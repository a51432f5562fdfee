/** Files as they come: broken, tiny, huge, mislabelled, in folders, dropped, pasted. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, drop, look, pictureCount, readingEnds } from "./person.js";
import { draw } from "./pictures.js";
import { stripedPng } from "./png.js";

/** @param {string} name @param {Buffer} buffer @param {string} [mimeType] */
const file = (name, buffer, mimeType = "image/png") => ({ name, buffer, mimeType });

test("bad files get a line each, and the others go in", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await addClass(page, "ball");
  const [jpeg, png, webp] = await Promise.all(["image/jpeg", "image/png", "image/webp"].map(async (type) => (await draw(page, "ball", 1, { type }))[0]));
  assert.ok(jpeg && png && webp);
  await addPictures(page, "ball", [
    jpeg, webp,
    file("png-inside.jpg", png.buffer, "image/jpeg"),
    file("huge.png", stripedPng(12_000, 9_000)),
    file("dot.png", stripedPng(1, 1)),
    file("letter.png", Buffer.from("Dear picture, you are a text.")),
    file("torn.png", png.buffer.subarray(0, png.buffer.length / 3)),
    file("empty.jpg", Buffer.alloc(0), "image/jpeg"),
    file("again.jpg", jpeg.buffer, "image/jpeg"),
  ]);
  assert.equal(await pictureCount(page, "ball"), 4);
  const lines = await card(page, "ball").locator(".failures li").allInnerTexts();
  assert.deepEqual(lines.map((line) => line.split(" ")[0]).sort(), ["again.jpg", "dot.png", "empty.jpg", "letter.png", "torn.png"]);
  for (const line of lines) assert.match(line, /^\S+ [A-Z].{15,}\.$/, "a line has a name and a sentence");
  assert.match(lines.find((line) => line.startsWith("again")) ?? "", /very same picture/);
  await card(page, "ball").getByRole("button", { name: "Close the list" }).click();
  await card(page, "ball").locator(".failures").waitFor({ state: "hidden" });
  assert.deepEqual(errors, []);
});

test("the preview says what is wrong with a file, and goes on", async (t) => {
  const { page } = await open(t);
  await started(page);
  const chooser = page.waitForEvent("filechooser");
  await page.locator('#preview [data-part="choose"]').click();
  await (await chooser).setFiles(file("letter.png", Buffer.from("Dear picture")));
  await page.locator("#preview .stage-empty").getByText(/picture|format/i).waitFor();
  const [picture] = await draw(page, "ball", 1);
  assert.ok(picture);
  assert.notEqual(await look(page, picture), "");
});

test("a full disk is reported, and what is in stays", async (t) => {
  const { page, context, origin } = await open(t);
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 2_000_000 });
  await page.reload(); // Chromium looks at the quota when it opens a database
  await started(page);
  await addClass(page, "ball");
  const [first, second, third] = await draw(page, "ball", 3);
  assert.ok(first && second && third);
  const fat = { ...second, buffer: Buffer.concat([second.buffer, Buffer.alloc(3_000_000)]) }; // bytes after a picture's end
  await addPictures(page, "ball", [first, third, fat]);
  assert.match(await card(page, "ball").locator(".failures li").innerText(), /^ball-2\.jpeg .*no room left.*Free some space/);
  assert.equal(await pictureCount(page, "ball"), 2);
});

test("each folder in a dropped folder becomes a class", async (t) => {
  const { page, context } = await open(t);
  await started(page);
  const folder = await folderOf(t, page);
  await drop(context, page, "#classes h2", [folder]);
  await card(page, "box").getByText("2 pictures", { exact: true }).waitFor();
  assert.equal(await pictureCount(page, "ball"), 3);
  assert.equal(await page.locator(".class-card").count(), 2);
  assert.equal(await page.locator(".failures:visible").count(), 0, "a folder's hidden leftovers are no pictures");

  // The same folder through the picker: everything is there already.
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a folder" }).click();
  await (await chooser).setFiles(folder);
  await card(page, "box").getByText("2 files did not come in").waitFor();
  assert.equal(await pictureCount(page, "ball"), 3);
  assert.equal(await said(page), "Nothing came in. 5 files are in their classes already (1.png, 2.png, 3.png and 2 more).");
});

test("a data set's parts, leftovers and hidden folders are told apart, by drop and by picker", async (t) => {
  const { page, context, errors } = await open(t);
  await started(page);
  const folder = await dataSet(t, page);
  await drop(context, page, "#classes h2", [folder]);
  const words = "4 pictures to learn from in 2 classes, 2 set aside for testing from “test/”.";
  const left = "1 picture was left out: no folder names its class (SET/stray.png). 1 file is an archive: unpack it, and add the folder (more.zip). 2 files are no pictures (labels.csv, notes.txt).";
  assert.equal((await said(page)).replaceAll(basename(folder), "SET"), `${words} ${left}`);
  const counts = async () => Object.fromEntries(await Promise.all(["ball", "Café"].map(async (name) => [name, await card(page, name).locator('[data-part="count"]').innerText()])));
  assert.deepEqual(await counts(), { ball: "3 pictures · 1 for testing", Café: "3 pictures · 1 for testing" });
  assert.equal(await page.locator(".class-card").count(), 2);

  await page.locator(".notice .button.icon").click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a folder" }).click();
  await (await chooser).setFiles(folder);
  assert.match(await said(page), /^Nothing came in\. 6 files are in their classes already/);
  assert.equal(await page.locator(".class-card").count(), 2);
  assert.deepEqual(errors, []);
});

test("a class is there only with a picture in it, and a folder with nothing usable says so", async (t) => {
  const { page, context } = await open(t);
  await started(page);
  const folder = await mkdtemp(join(tmpdir(), "nothing-"));
  t.after(() => rm(folder, { recursive: true }));
  await drop(context, page, "#classes h2", [folder]);
  assert.equal(await said(page), "Nothing came in: the folder is empty.");
  for (const name of ["a", "b"]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "letter.png"), "Dear picture");
  }
  await page.locator(".notice .button.icon").click();
  await drop(context, page, "#classes h2", [folder]);
  assert.match(await said(page), /^Nothing came in\. 2 files could not be read \(letter\.png: /);
  assert.equal(await page.locator(".class-card").count(), 0);
});

test("one file that the browser cannot read does not stop the others", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  const balls = await draw(page, "ball", 105, { type: "image/png", width: 40, height: 40 });
  await page.evaluate(dropEntries, balls.map(({ buffer }) => buffer.toString("base64")));
  await card(page, "things").waitFor();
  await readingEnds(page);
  assert.match(await said(page), /^105 pictures to learn from in 1 class\..* 1 file could not be read \(things\/locked\.png\)\.$/);
  assert.equal(await pictureCount(page, "things"), 105);
  assert.deepEqual(errors, []);
});

test("a file that another class has is named when it comes in", async (t) => {
  const { page } = await open(t);
  await started(page);
  const [ball] = await draw(page, "ball", 1);
  assert.ok(ball);
  for (const name of ["ball", "round"]) {
    await addClass(page, name);
    await addPictures(page, name, [ball]);
  }
  await page.locator(".toast").getByText("1 file is in another class, too (ball-1.jpeg is in “ball”).").waitFor();
});

test("a folder's classes are there at once, in the order of their names, and each can be stopped", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  const folder = await mkdtemp(join(tmpdir(), "numbers-"));
  t.after(() => rm(folder, { recursive: true }));
  const balls = await draw(page, "ball", 12, { type: "image/png" });
  for (const name of ["10", "2", "1"]) {
    await mkdir(join(folder, name));
    await Promise.all(balls.map(({ buffer }, index) => writeFile(join(folder, name, `${index}.png`), buffer)));
  }
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a folder" }).click();
  await (await chooser).setFiles(folder);
  await card(page, "10").getByText("12 pictures to read").waitFor();
  const names = await page.locator(".class-card .name").evaluateAll((fields) => fields.map((field) => /** @type {HTMLInputElement} */ (field).value));
  assert.deepEqual(names, ["1", "2", "10"]);
  await card(page, "2").getByRole("button", { name: "Cancel" }).click();
  await card(page, "2").getByText(/to read|Reading/).waitFor({ state: "hidden" });
  assert.ok((await pictureCount(page, "1")) < 12, "the class before is being read still");
  await readingEnds(page);
  await said(page);
  assert.equal(await card(page, "2").count(), 0, "a class that got no picture goes again");
  assert.deepEqual(await Promise.all(["1", "10"].map((name) => pictureCount(page, name))), [12, 12]);
  assert.deepEqual(errors, []);
});

test("a drop on a class goes into it, and one on the preview is looked at", async (t) => {
  const { page, context } = await open(t);
  await started(page);
  await addClass(page, "things");
  const folder = await folderOf(t, page);
  await drop(context, page, ".class-card .class-facts", [folder]);
  await card(page, "things").locator(".tile").first().waitFor();
  await readingEnds(page);
  await drop(context, page, "#preview .stage", [join(folder, "ball", "1.png")]);
  await page.locator("#preview .verdict-label").waitFor();
  assert.equal(await page.locator("#preview img").getAttribute("alt"), "1.png");
  assert.equal(await pictureCount(page, "things"), 5);
});

test("what is pasted goes where the focus is, else to the preview", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addClass(page, "ball");
  const [first, second] = await draw(page, "ball", 2, { type: "image/png" });
  assert.ok(first && second);
  await card(page, "ball").locator(".class-facts").click();
  await paste(page, first.buffer);
  await card(page, "ball").getByText("1 picture", { exact: true }).waitFor();
  await page.locator("h1").click();
  await paste(page, second.buffer);
  await page.locator("#preview .verdict-label").waitFor();
  assert.equal(await pictureCount(page, "ball"), 1);
});

/** A folder with three balls, two boxes and what systems leave behind. @param {import("node:test").TestContext} t @param {import("playwright-core").Page} page */
async function folderOf(t, page) {
  const folder = await mkdtemp(join(tmpdir(), "things-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [thing, count] of /** @type {const} */ ([["ball", 3], ["box", 2]])) {
    await mkdir(join(folder, thing));
    const drawings = await draw(page, thing, count, { type: "image/png" });
    await Promise.all(drawings.map(({ buffer }, index) => writeFile(join(folder, thing, `${index + 1}.png`), buffer)));
  }
  await writeFile(join(folder, "ball", ".DS_Store"), "left behind");
  return folder;
}

/** A data set with parts, in two spellings of a name, and with what lies about in such folders. @param {import("node:test").TestContext} t @param {import("playwright-core").Page} page */
async function dataSet(t, page) {
  const folder = await mkdtemp(join(tmpdir(), "set-"));
  t.after(() => rm(folder, { recursive: true }));
  const places = ["train/ball/1.png", "train/ball/2.png", "train/Café /1.png", "train/Café /2.png", "test/Ball/1.png", "test/Cafe\u0301/1.png", "stray.png", ".git/logs/1.png", "train/ball/.ipynb_checkpoints/1.png"];
  const drawings = await draw(page, "ball", places.length, { type: "image/png" });
  const texts = ["labels.csv", "train/ball/notes.txt", "more.zip", "__MACOSX/1.png", "train/ball/Thumbs.db"];
  const files = [...places.map((place, index) => /** @type {const} */ ([place, drawings[index]?.buffer ?? ""])), ...texts.map((place) => /** @type {const} */ ([place, "text"]))];
  for (const [place, content] of files) {
    await mkdir(dirname(join(folder, place)), { recursive: true });
    await writeFile(join(folder, place), content);
  }
  return folder;
}

/** What the page says an import brought. @param {import("playwright-core").Page} page */
function said(page) {
  return page.locator(".notice.calm p").innerText();
}

/** In the page: drops a folder of pictures and one file that cannot be read; browsers hand over a hundred entries at a time. @param {string[]} pictures */
function dropEntries(pictures) {
  const file = (/** @type {string} */ data, /** @type {number} */ index) => new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], `${index}.png`, { type: "image/png" });
  const good = pictures.map((data, index) => ({ isFile: true, name: `${index}.png`, file: (/** @type {(file: File) => void} */ done) => done(file(data, index)) }));
  const locked = { isFile: true, name: "locked.png", file: (/** @type {unknown} */ _, /** @type {(error: Error) => void} */ fail) => fail(new DOMException("not now", "NotReadableError")) };
  const rest = [locked, ...good];
  const reader = { readEntries: (/** @type {(entries: unknown[]) => void} */ done) => done(rest.splice(0, 100)) };
  const folder = { isFile: false, isDirectory: true, name: "things", createReader: () => reader };
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { items: [{ kind: "file", webkitGetAsEntry: () => folder }], types: ["Files"] } });
  document.querySelector("#classes h2")?.dispatchEvent(event);
}

/** @param {import("playwright-core").Page} page @param {Buffer} png */
async function paste(page, png) {
  await page.evaluate((data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "image.png", { type: "image/png" }));
    (document.activeElement ?? document.body).dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
  }, png.toString("base64"));
}
