/** Everything that can be changed, and taken back: names, classes, pictures, settings, the lot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, isUpToDate, look, message, pictureCount, train, trainingEnds, undoButton } from "./person.js";
import { draw } from "./pictures.js";

/** @param {import("node:test").TestContext} t */
async function trained(t) {
  const opened = await open(t);
  await started(opened.page);
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(opened.page, thing);
    await addPictures(opened.page, thing, await draw(opened.page, thing, 6));
  }
  await train(opened.page);
  return opened;
}

test("renaming needs no training, switching a class off does", async (t) => {
  const { page } = await trained(t);
  const [ball] = await draw(page, "ball", 1);
  assert.ok(ball);
  assert.equal(await look(page, ball), "ball");
  await page.locator(".name").first().fill("planet");
  await page.keyboard.press("Enter");
  await page.locator("#preview .verdict-label").getByText(/^planet/).waitFor();
  await page.locator(".class-table").getByText("planet").waitFor();
  await isUpToDate(page);

  await page.locator(".name").first().fill("mistake");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".name").first().inputValue(), "planet");

  await page.getByRole("button", { name: "Use box" }).click();
  await page.getByText("Needs training").waitFor();
  await page.getByText("switched off").waitFor();
  assert.ok(await page.getByRole("button", { name: "Train", exact: true }).isDisabled());
  await page.getByRole("button", { name: "Use box" }).click();
  await isUpToDate(page);
});

test("a deleted class comes back with its pictures", async (t) => {
  const { page } = await trained(t);
  await page.getByRole("button", { name: "Delete ball" }).click();
  await message(page, "“ball” and its 6 pictures deleted.").waitFor();
  await card(page, "ball").waitFor({ state: "detached" });
  assert.ok(await card(page, "box").evaluate((element) => element === document.activeElement), "the focus goes on to the next class");
  await undoButton(page).click();
  assert.equal(await pictureCount(page, "ball"), 6);
  await isUpToDate(page);
});

test("pictures are selected in ranges, moved, left out, deleted, and all of it taken back", async (t) => {
  const { page } = await trained(t);
  const tiles = card(page, "ball").locator(".tile");
  await tiles.nth(0).click();
  await tiles.nth(3).click({ modifiers: ["Shift"] });
  await card(page, "ball").getByText("4 selected").waitFor();
  await card(page, "ball").getByRole("combobox", { name: /Move/ }).selectOption({ label: "box" });
  await card(page, "box").getByText("10 pictures").waitFor();
  assert.equal(await pictureCount(page, "ball"), 2);
  await undoButton(page).click();
  await card(page, "ball").getByText("6 pictures").waitFor();

  await tiles.nth(0).click();
  await page.keyboard.press("Control+a");
  await card(page, "ball").getByText("6 selected").waitFor();
  await page.keyboard.press("Delete");
  await card(page, "ball").getByText("No pictures yet").waitFor();
  await undoButton(page).click();
  await card(page, "ball").getByText("6 pictures").waitFor();

  await tiles.nth(1).click();
  await card(page, "ball").getByRole("button", { name: "Ignore" }).click();
  await page.getByText("Needs training").waitFor();
  assert.equal(await card(page, "ball").locator(".tile.left-out").count(), 1);
  await tiles.nth(1).click();
  await card(page, "ball").getByRole("button", { name: "Use again" }).click();
  await isUpToDate(page);
});

test("undoing leaves alone what was so before: pictures set aside, and left out", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addClass(page, "ball");
  await addPictures(page, "ball", await draw(page, "ball", 3));
  const ball = card(page, "ball");
  const tiles = ball.locator(".tile");
  await tiles.nth(0).click();
  await ball.getByRole("button", { name: "Ignore" }).click();
  await ball.locator(".tile.left-out").waitFor();
  await tiles.nth(0).click();
  await tiles.nth(1).click();
  await ball.getByRole("button", { name: "Ignore" }).click();
  await ball.locator(".tile.left-out").nth(1).waitFor();
  await undoButton(page).click();
  await ball.locator(".tile.left-out").nth(1).waitFor({ state: "detached" });
  assert.deepEqual(await tiles.evaluateAll((all) => all.map((tile) => tile.matches(".left-out"))), [true, false, false]);

  const ids = await tiles.evaluateAll((all) => all.map((tile) => /** @type {HTMLElement} */ (tile).dataset.id));
  for (const left of [2, 1]) {
    await tiles.nth(0).click();
    await ball.getByRole("button", { name: "Use for testing" }).click();
    await ball.getByText(`${left} to learn`).waitFor();
  }
  await undoButton(page).click();
  await ball.getByText("2 to learn").waitFor();
  await ball.getByRole("radio", { name: "1 to test" }).check();
  assert.deepEqual(await tiles.evaluateAll((all) => all.map((tile) => /** @type {HTMLElement} */ (tile).dataset.id)), [ids[0]]);
});

test("training can be stopped, and the best so far is used", async (t) => {
  const { page } = await trained(t);
  await page.getByText("Advanced").click();
  await page.getByLabel("Epochs").fill("1000");
  await page.getByLabel("Patience").fill("0");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByText(/Epoch \d+ of at most 1000/).waitFor();
  await page.getByText(/about .+ left/).waitFor();
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Train", exact: true }).waitFor();
  await page.getByText(/of the 2 held-out pictures were right/).waitFor();
  await isUpToDate(page);
});

test("settings have limits, are stored, and can be reset", async (t) => {
  const { page } = await open(t);
  await started(page);
  await page.getByText("Advanced").click();
  await page.getByLabel("Epochs").fill("5000");
  await page.keyboard.press("Tab");
  await page.getByText("Give a whole number from 1 to 1000.").waitFor();
  await page.getByLabel("Epochs").fill("7");
  await page.getByLabel("Balance the classes").uncheck();
  await page.getByText("How often training goes through all pictures").waitFor();
  await page.reload();
  await started(page);
  await page.getByText("Advanced").click();
  assert.equal(await page.getByLabel("Epochs").inputValue(), "7");
  assert.equal(await page.getByLabel("Balance the classes").isChecked(), false);
  await page.getByRole("button", { name: "Back to the defaults" }).click();
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#setting-epochs")).value === "50");
  assert.ok(await page.getByLabel("Balance the classes").isChecked());
});

test("everything can be deleted, after a question", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addClass(page, "ball");
  await addPictures(page, "ball", await draw(page, "ball", 2));
  await page.getByRole("button", { name: "Settings" }).click();
  const everything = page.getByRole("button", { name: "Delete everything" });
  await everything.first().click();
  await page.getByRole("button", { name: "Keep everything" }).click();
  await card(page, "ball").waitFor();
  await everything.first().click();
  await everything.last().click();
  await message(page, "Everything is deleted.").waitFor();
  await page.getByText("Begin with two things to tell apart").waitFor();
  await addClass(page, "stripes"); // ids begin again: no picture may show a deleted one's thumbnail
  await addPictures(page, "stripes", await draw(page, "stripes", 2));
  assert.ok((await colours(page)).every(({ red, green }) => green > red), "the stripes are green, the balls were red");
  await page.reload();
  await started(page);
  assert.equal(await page.locator(".class-card").count(), 1);
});

/** The mean colour of the middle of each tile. @param {import("playwright-core").Page} page */
async function colours(page) {
  await page.waitForFunction(() => [...document.querySelectorAll(".tile img")].every((image) => /** @type {HTMLImageElement} */ (image).naturalWidth > 0));
  return page.locator(".tile img").evaluateAll((images) => images.map((image) => {
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d"));
    context.imageSmoothingQuality = "high";
    context.drawImage(/** @type {HTMLImageElement} */ (image), 28, 28, 56, 56, 0, 0, 1, 1);
    const [red = 0, green = 0] = context.getImageData(0, 0, 1, 1).data;
    return { red, green };
  }));
}

test("a second tab says that the first is open", async (t) => {
  const { page, context, origin } = await open(t);
  await started(page);
  const second = await context.newPage();
  await second.goto(`${origin}/?backend=cpu`);
  await second.getByText("Pupil is open in another tab").waitFor();
  await page.close();
  await second.getByRole("button", { name: "Go on here" }).click();
  await started(second);
});

test("the example goes through the whole flow by itself", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await page.getByRole("button", { name: /Try an example/ }).click();
  await trainingEnds(page);
  await page.locator('#preview[aria-busy="false"] .verdict-label').waitFor();
  let right = 0;
  for (let round = 0; round < 8; round++) {
    const before = await page.locator("#preview img").getAttribute("src");
    await page.getByRole("button", { name: "Drawing" }).click();
    await page.waitForFunction((old) => document.querySelector("#preview img")?.getAttribute("src") !== old, before);
    await page.locator('#preview[aria-busy="false"]').waitFor();
    const drawn = await page.locator("#preview img").getAttribute("alt");
    const said = await page.locator(".bar.best .bar-label").innerText();
    right += Number(drawn === `A new drawing of a ${said}`);
  }
  t.diagnostic(`${right} of 8 unseen drawings were right`);
  assert.ok(right >= 6);
  assert.deepEqual(errors, []);
});
