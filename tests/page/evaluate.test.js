/** How good it is, and what to do about it: the matrix and its pictures, second looks, a test set, and "none of these". */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, isUpToDate, look, pictureCount, train, undoButton } from "./person.js";
import { draw } from "./pictures.js";

/** More than there are between a figure and its pictures. */
const MAX_STOPS = 20;

/**
 * A page with balls and boxes, trained; among the boxes is a ball.
 * @param {import("node:test").TestContext} t
 */
async function trained(t, count = 8) {
  const opened = await open(t);
  const { page } = opened;
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, count));
  }
  await addPictures(page, "box", await draw(page, "ball", 1, { label: "in the wrong place" }));
  await train(page);
  return opened;
}

/** Presses Tab until this has the focus. @param {import("playwright-core").Page} page @param {import("playwright-core").Locator} wanted */
async function tabTo(page, wanted) {
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${MAX_STOPS} presses of Tab do not reach ${wanted}`);
}

/** @param {import("playwright-core").Page} page @param {string} name */
const measuredOn = (page, name) => page.locator("#evaluate").getByRole("radio", { name });

test("a wrong label is found, moved where it belongs, and trained again", async (t) => {
  const { page, errors } = await trained(t);
  const evaluate = page.locator("#evaluate");
  await evaluate.getByText(/kept back from the training/).waitFor();
  await evaluate.getByRole("button", { name: "Likely wrong labels" }).click();
  const wrong = evaluate.locator(".looked-at").getByRole("checkbox");
  await evaluate.getByText("box, called ball").waitFor();
  assert.equal(await wrong.count(), 1);
  await wrong.check();
  await evaluate.getByLabel("Move the selected pictures to another class").selectOption({ label: "ball" });
  await card(page, "ball").getByText("9 pictures").waitFor();
  await evaluate.getByText("box, called ball").waitFor({ state: "detached" });
  await evaluate.getByText("From before your last changes").waitFor();
  await evaluate.getByRole("button", { name: "Learn from the changes" }).click();
  await evaluate.getByText("From before your last changes").waitFor({ state: "hidden" });

  await measuredOn(page, "Each in turn").check();
  await evaluate.getByRole("button", { name: "Check every picture in turn" }).click();
  await evaluate.getByText("Of 17 pictures, each judged by a training").waitFor();
  await evaluate.getByRole("button", { name: /^9 of ball called ball/ }).click();
  await evaluate.getByText("These were right; the least sure first.").waitFor();
  assert.equal(await wrong.count(), 9);
  const balls = evaluate.locator(".matrix button").first();
  assert.equal(await balls.innerText(), "9");
  await evaluate.getByLabel("In % of each row").check();
  assert.equal(await balls.innerText(), "100");
  assert.deepEqual(errors, []);
});

test("the pictures behind a number are deleted, by the keyboard alone, and come back", async (t) => {
  const { page } = await trained(t);
  const evaluate = page.locator("#evaluate");
  await measuredOn(page, "Seen in training").check();
  await evaluate.getByText("This flatters").waitFor();
  const cell = evaluate.getByRole("button", { name: /of ball called ball/ });
  const count = Number(await cell.innerText());
  await cell.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab"); // the close button
  await page.keyboard.press("Tab");
  await tabTo(page, evaluate.locator(".looked-at").getByRole("checkbox").first());
  await page.keyboard.press("Space");
  await evaluate.getByRole("button", { name: "Delete", exact: true }).focus();
  await page.keyboard.press("Enter");
  await card(page, "ball").getByText("7 pictures").waitFor();
  await evaluate.getByRole("button", { name: `${count - 1} of ball called ball` }).waitFor();
  await undoButton(page).click();
  await evaluate.getByRole("button", { name: `${count} of ball called ball` }).waitFor();
});

test("a test folder is set aside, and still there after a reload", async (t) => {
  const { page } = await trained(t);
  const folder = await mkdtemp(join(tmpdir(), "test-set-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await mkdir(join(folder, thing));
    for (const { name, buffer } of await draw(page, thing, 3)) await writeFile(join(folder, thing, name), buffer);
  }
  await mkdir(join(folder, "planet"));
  await writeFile(join(folder, "planet", "mars.png"), "red");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add a test folder" }).click();
  await (await chooser).setFiles(folder);
  await page.locator(".notice").getByText("6 pictures set aside for testing. No class is called “planet”.").waitFor();
  const evaluate = page.locator("#evaluate");
  await evaluate.getByText("Of 6 pictures in your test set").waitFor();
  await card(page, "ball").getByText("11 pictures · 3 for testing").waitFor();
  await isUpToDate(page);

  await page.reload();
  await started(page);
  await card(page, "ball").getByText("3 for testing").waitFor();
  await measuredOn(page, "Test set").check();
  await evaluate.getByText("Of 6 pictures in your test set").waitFor();
});

test("the report is asked for once after each training", async (t) => {
  const { page } = await open(t);
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 4));
  }
  await page.locator("#evaluate .matrix").waitFor(); // Instant's
  await page.waitForTimeout(1500);
  await page.evaluate(recordCalls);
  for (let training = 1; training <= 2; training++) {
    await train(page);
    await page.locator("#evaluate .matrix").waitFor();
    await page.waitForTimeout(1500); // longer than Evaluate waits for other changes
    const calls = await page.evaluate(() => /** @type {string[]} */ (Reflect.get(globalThis, "calls")));
    assert.equal(calls.filter((method) => /report$/.test(method)).length, training, calls.join(", "));
  }
});

/** Notes what is asked of the worker. */
function recordCalls() {
  const calls = /** @type {string[]} */ ([]);
  Object.assign(globalThis, { calls });
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...rest) {
    calls.push(String(message.method));
    post.call(this, message, ...rest);
  };
}

test("what was trained on is no test until it is trained again", async (t) => {
  const { page } = await trained(t);
  const evaluate = page.locator("#evaluate");
  await card(page, "ball").locator(".tile").first().click();
  await card(page, "ball").getByRole("button", { name: "Use for testing" }).click();
  await card(page, "ball").getByText("1 for testing").waitFor();
  await measuredOn(page, "Test set").check();
  await evaluate.getByText("There is nothing in your test set that this training has not seen").waitFor();
  await evaluate.getByRole("button", { name: "Learn from the changes" }).click();
  await evaluate.getByText("Of 1 picture in your test set").waitFor();
  assert.equal(await pictureCount(page, "ball"), 8);
});

test("near-duplicates are found, and what is like no class", async (t) => {
  const { page } = await trained(t, 20);
  const [ball] = await draw(page, "ball", 1);
  assert.ok(ball);
  await addPictures(page, "ball", [ball]);
  await addPictures(page, "box", [{ ...ball, buffer: Buffer.concat([ball.buffer, Buffer.from("another file")]) }]);
  const evaluate = page.locator("#evaluate");
  await evaluate.getByRole("button", { name: "Near-duplicates" }).click();
  await evaluate.getByText("100\u00a0% alike").first().waitFor();
  await look(page, ball);
  assert.ok(await page.getByText("Looks like none of these.").isHidden());
  const noise = Buffer.from(await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(224, 224);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    for (let x = 0; x < 224; x += 4) {
      for (let y = 0; y < 224; y += 4) {
        context.fillStyle = `rgb(${[0, 0, 0].map(() => Math.floor(Math.random() * 256))})`;
        context.fillRect(x, y, 4, 4);
      }
    }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }));
  await look(page, { name: "noise.png", mimeType: "image/png", buffer: noise });
  await page.getByText("Looks like none of these.").waitFor();
});
