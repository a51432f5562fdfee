/** Whatever is done to classes, pictures, names and runs is undone and done again: by keys, by two buttons, from the message. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { makeFilm } from "./film.js";
import { addClass, addPictures, card, message, readingEnds, train, undoButton } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {"ball" | "box"} thing @param {number} count */
async function addThing(page, thing, count) {
  await addClass(page, thing);
  await addPictures(page, thing, await draw(page, thing, count));
}

/** Everything that the classes panel shows: of each class its name, whether it is used, and its pictures by mark. @param {Page} page */
async function shown(page) {
  await page.waitForTimeout(150); // the page shows changes in the next frame
  return page.locator(".class-card").evaluateAll((cards) => cards.map((each) => {
    const name = /** @type {HTMLInputElement} */ (each.querySelector(".name")).value;
    const tiles = [...each.querySelectorAll(".tile")].map((tile) => `${/** @type {HTMLElement} */ (tile).dataset.id}${tile.matches(".left-out") ? " ignored" : ""}${tile.matches(".aside") ? " test" : ""}`);
    return `${name}${each.matches(".disabled") ? " (off)" : ""}: ${tiles.join(", ")}`;
  }));
}

/** Waits until a message says it. @param {Page} page @param {string} text */
const says = (page, text) => page.locator(".toast").getByText(text, { exact: true }).last().waitFor();

test("every edit is undone and done again, in order, by the keys", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await addThing(page, "ball", 3);
  await addThing(page, "box", 2);
  const ball = card(page, "ball");
  const choose = async (/** @type {number[]} */ ...places) => {
    for (const place of places) await ball.locator(".tile").nth(place).click();
  };
  /** What is done, and what the page says of it. @type {[label: string, () => Promise<unknown>][]} */
  const edits = [
    ["2 pictures moved to “box”", async () => (await choose(0, 1), await ball.getByRole("combobox").selectOption({ label: "box" }))],
    ["1 picture ignored", async () => (await choose(0), await ball.getByRole("button", { name: "Ignore" }).click())],
    ["“box” switched off", () => page.getByRole("button", { name: "Use box" }).click()],
    ["1 picture deleted", async () => (await choose(0), await page.keyboard.press("Delete"))],
    ["“ball” renamed to “planet”", async () => (await page.locator(".name").first().fill("planet"), await page.keyboard.press("Enter"))],
    ["“box” and its 4 pictures deleted", () => page.getByRole("button", { name: "Delete box" }).click()],
    ["“ring” added", async () => (await page.getByRole("button", { name: "Add a class" }).click(), await page.keyboard.press("Control+z"), await addClass(page, "ring"))],
  ];
  const states = [await shown(page)];
  for (const [, edit] of edits) {
    await edit();
    states.push(await shown(page));
  }
  assert.equal(new Set(states.map(String)).size, states.length, "each edit changes something");
  await page.keyboard.press("Control+z"); // the name of the last class, which was added as “Class 1”
  await says(page, "Undone: “Class 1” renamed to “ring”.");
  for (let index = edits.length - 1; index >= 0; index--) {
    const label = index === edits.length - 1 ? "“Class 1” added" : edits[index]?.[0];
    await page.keyboard.press("Control+z");
    await says(page, `Undone: ${label}.`);
    assert.equal(await page.locator("#announcer").textContent(), `Undone: ${label}.`, "screen readers hear it, too");
    assert.deepEqual(await shown(page), states[index], label);
  }
  for (const [index, [label]] of edits.entries()) {
    if (index === edits.length - 1) break;
    await page.keyboard.press(index % 2 ? "Control+y" : "Control+Shift+Z");
    await says(page, `Done again: ${label}.`);
    assert.deepEqual(await shown(page), states[index + 1], label);
  }
  assert.deepEqual(errors, []);
});

test("test marks come and go with whole recordings, and pictures that came in are one step", async (t) => {
  const { page } = await open(t, { camera: await makeFilm(t, ["ball"]) });
  await started(page);
  await addThing(page, "ball", 2);
  await card(page, "ball").getByRole("button", { name: "Camera" }).click();
  await page.locator("button.record:enabled").waitFor();
  await page.getByRole("button", { name: "Hold to record" }).focus();
  await page.keyboard.down("Space");
  await page.waitForTimeout(900);
  await page.keyboard.up("Space");
  await page.waitForTimeout(300);
  await readingEnds(page);
  const all = await shown(page);
  await page.keyboard.press("Control+z");
  await card(page, "ball").getByText("2 pictures").waitFor();
  await page.getByRole("button", { name: /^Do again: \d+ pictures added$/ }).click();
  await message(page, /^Done again: \d+ pictures added\.$/).waitFor();
  assert.deepEqual(await shown(page), all);
  await card(page, "ball").locator(".tile").first().click();
  await card(page, "ball").getByRole("button", { name: "Use for testing" }).click();
  await message(page, /\d+ pictures used for testing \(whole recordings\)\./).waitFor();
  await page.locator("#undo").click();
  await message(page, /^Undone: \d+ pictures used for testing/).waitFor();
  assert.deepEqual(await shown(page), all);
});

test("a folder that came in is one step: its new classes, and its pictures in others", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addThing(page, "ball", 2);
  const before = await shown(page);
  const folder = await mkdtemp(join(tmpdir(), "folder-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await mkdir(join(folder, thing));
    for (const { name, buffer } of await draw(page, thing, 2, { label: `more ${thing}` })) await writeFile(join(folder, thing, name), buffer);
  }
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a folder" }).click();
  await (await chooser).setFiles(folder);
  await page.getByRole("button", { name: "Undo: 4 pictures and 1 class added" }).waitFor();
  const after = await shown(page);
  await page.keyboard.press("Control+z");
  await card(page, "box").waitFor({ state: "detached" });
  assert.deepEqual(await shown(page), before);
  await page.keyboard.press("Control+Shift+Z");
  await card(page, "box").getByText("2 pictures").waitFor();
  assert.deepEqual(await shown(page), after);
});

test("the message undoes what it tells of, not what came after it", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addThing(page, "ball", 3);
  await card(page, "ball").locator(".tile").first().click();
  await page.keyboard.press("Delete");
  await card(page, "ball").getByText("2 pictures").waitFor();
  await page.locator(".name").first().fill("planet");
  await page.keyboard.press("Enter");
  await card(page, "planet").waitFor();
  await undoButton(page).click();
  await card(page, "planet").getByText("3 pictures").waitFor();
  await undoButton(page).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await card(page, "ball").getByText("3 pictures").waitFor();
});

test("in a text field that is being edited, the browser's own undo stays; elsewhere it does nothing", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addThing(page, "ball", 2);
  await card(page, "ball").locator(".tile").first().click();
  await page.keyboard.press("Delete");
  await card(page, "ball").getByText("1 picture").waitFor();
  const name = page.locator(".name").first();
  await name.click();
  await name.pressSequentially("oon");
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(300);
  assert.notEqual(await name.inputValue(), "balloon", "letters are taken back");
  await card(page, "ball").getByText("1 picture").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await name.inputValue(), "ball");
  await name.click(); // with the focus, but not edited
  await page.keyboard.press("Control+z");
  await card(page, "ball").getByText("2 pictures").waitFor();
  assert.equal(await name.inputValue(), "ball");

  await page.getByRole("button", { name: "Settings" }).click();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await card(page, "ball").getByText("2 pictures").waitFor();
});

test("a deleted run comes back, and the one before is in use again", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addThing(page, "ball", 4);
  await addThing(page, "box", 4);
  await train(page);
  await train(page);
  const runs = page.locator("#runs .run:not(:first-child)"); // the first is Instant, which is no run
  await runs.nth(1).waitFor({ state: "attached" });
  await page.getByText("Earlier runs").click();
  const words = () => runs.evaluateAll((all) => all.map((run) => `${run.querySelector(".run-name")?.textContent}${run.querySelector(".badge")?.matches("[hidden]") ? "" : "*"}`));
  const before = await words();
  await runs.getByRole("button", { name: /^Use/ }).click();
  await page.waitForFunction(() => !document.querySelectorAll("#runs .run:not(:first-child) .badge")[1]?.matches("[hidden]"));
  await runs.getByRole("button", { name: /^Delete/ }).click();
  await runs.nth(1).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await runs.nth(1).waitFor();
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelectorAll("#runs .run:not(:first-child) .badge")[1]?.matches("[hidden]"));
  assert.deepEqual(await words(), before);
});

test("with nothing to undo the buttons keep the focus, and after everything is deleted there is nothing", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  const undo = page.locator("#undo");
  assert.deepEqual([await undo.getAttribute("aria-disabled"), await undo.getAttribute("title")], ["true", "Nothing to undo"]);
  await page.getByRole("button", { name: "Add a class" }).click();
  await page.getByRole("button", { name: "Undo: “Class 1” added" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Begin with two things to tell apart").waitFor();
  assert.ok(await undo.evaluate((button) => button === document.activeElement));
  await page.getByRole("button", { name: "Do again: “Class 1” added" }).click();
  await card(page, "Class 1").waitFor();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Delete everything" }).first().click();
  await page.getByRole("button", { name: "Delete everything" }).last().click();
  await page.getByText("Begin with two things to tell apart").waitFor();
  assert.equal(await undo.getAttribute("aria-disabled"), "true");
  assert.deepEqual(errors, []);
});

test("what is gone for good cannot come back, and the page says so", async (t) => {
  const { page, origin } = await open(t);
  await started(page);
  await page.evaluate(async (url) => {
    const { EditHistory } = await import(url);
    const history = new EditHistory(null);
    const gone = Object.assign(new Error("There is no class with id 7."), { code: "unknown_class" });
    const full = Object.assign(new Error("The browser has no room left."), { code: "storage_full" });
    const failing = [gone, full, full];
    await history.perform({ label: "1 picture moved", do: async () => {}, undo: async () => {} });
    await history.perform({ label: "“star” deleted", do: async () => {}, undo: () => Promise.reject(failing.pop()) });
    Object.assign(globalThis, { tried: history });
  }, `${origin}/js/history/history.js`);
  const undo = () => page.evaluate(async () => {
    const { tried } = /** @type {any} */ (globalThis);
    await tried.undo();
    return tried.last?.label;
  });
  assert.equal(await undo(), "“star” deleted", "what fails for now stays");
  await says(page, "The browser has no room left.");
  await undo();
  assert.equal(await undo(), "1 picture moved");
  await says(page, "This can no longer be undone: “star” deleted. There is no class with id 7.");
});
