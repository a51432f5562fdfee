/** A picture is looked at, large: its name, what the model says of it and why, its neighbours, and what can be done with it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, message, pictureCount, train, undoButton } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

/** Balls and boxes, trained. @param {import("node:test").TestContext} t @param {import("playwright-core").BrowserContextOptions} [context] */
async function trained(t, context) {
  const opened = await open(t, { context });
  const { page } = opened;
  await started(page);
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 6));
  }
  await train(page);
  return opened;
}

/** @param {Page} page */
const viewer = (page) => page.getByRole("dialog").and(page.locator("#viewer"));

/** @param {Page} page */
const facts = (page) => viewer(page).locator('[data-part="facts"]');

/** Waits until the viewer says all of a picture. @param {Page} page @param {string} name @param {RegExp} said */
async function shows(page, name, said) {
  await viewer(page).getByRole("heading", { name, exact: true }).waitFor();
  await viewer(page).locator(".verdict-label").getByText(said).waitFor();
  await page.waitForFunction((file) => document.querySelector("#announcer")?.textContent?.startsWith(file), name);
}

/** @param {Page} page */
const hasFocus = (page, /** @type {string} */ selector) => page.evaluate((target) => document.activeElement?.matches(target), selector);

test("by the keyboard: opened, gone through, moved, deleted, taken back, closed", async (t) => {
  const { page, errors } = await trained(t);
  await card(page, "ball").locator(".grid").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await shows(page, "ball-5.jpeg", /^ball [>\d]/); // the newest comes first
  assert.match(String(await page.locator("#announcer").textContent()), /^ball-5\.jpeg\. Picture 2 of 6 · ball\. Called ball, >?\d+\s% sure\.$/);
  assert.ok(await viewer(page).locator("img").evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth === 320), "the whole picture");
  assert.equal(await viewer(page).locator(".bar").count(), 2);
  await page.keyboard.press("ArrowRight");
  await shows(page, "ball-4.jpeg", /^ball/);
  await page.keyboard.press("Home");
  await shows(page, "ball-6.jpeg", /^ball/);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await viewer(page).getByRole("button", { name: "The picture before" }).getAttribute("aria-disabled"), "true");

  await page.keyboard.press("m");
  await page.keyboard.press("b"); // the first class that begins so
  await facts(page).getByText("Picture 1 of 6 · box").waitFor();
  assert.ok(await hasFocus(page, ".viewer-frame"), "the arrows go through the pictures again");
  assert.equal(await pictureCount(page, "box"), 7);
  await page.keyboard.press("Control+z");
  await facts(page).getByText("Picture 1 of 6 · ball").waitFor();

  await page.keyboard.press("Delete");
  await shows(page, "ball-5.jpeg", /^ball/);
  await facts(page).getByText("Picture 1 of 5").waitFor();
  await page.keyboard.press("Control+z");
  await facts(page).getByText("Picture 2 of 6").waitFor();
  await viewer(page).getByRole("button", { name: "Ignore" }).click();
  await facts(page).getByText("Picture 2 of 6 · ball · ignored").waitFor();
  await viewer(page).getByRole("button", { name: "Use again" }).waitFor();
  await page.keyboard.press("Escape");
  await viewer(page).waitFor({ state: "hidden" });
  assert.ok(await hasFocus(page, ".grid"), "the focus comes back");
  await page.keyboard.press("Space");
  await shows(page, "ball-5.jpeg", /^ball/); // where one was
  assert.deepEqual(errors, []);
});

test("by the mouse: double click, the buttons, messages within reach, and where it looks", async (t) => {
  const { page, errors } = await trained(t);
  await card(page, "box").locator(".tile").nth(5).dblclick();
  await shows(page, "box-1.jpeg", /^box/);
  await viewer(page).getByRole("button", { name: "Where it looks" }).click();
  await viewer(page).getByRole("img", { name: "The coloured part speaks most for “box”." }).waitFor();
  const [frame, wash] = await viewer(page).evaluate((dialog) => [".viewer-frame", "canvas"].map((each) => dialog.querySelector(each)?.getBoundingClientRect().toJSON()));
  assert.ok(wash.width <= frame.height && Math.abs(wash.left + wash.width / 2 - frame.left - frame.width / 2) < 1, "it lies over the centre square");
  await viewer(page).getByRole("button", { name: "Delete" }).click();
  await shows(page, "box-2.jpeg", /^box/);
  await undoButton(page).click();
  await message(page, "Undone: 1 picture deleted.").waitFor();
  await viewer(page).getByRole("button", { name: "The next picture" }).click();
  await shows(page, "box-1.jpeg", /^box/);
  await viewer(page).getByRole("button", { name: "Close the picture" }).click();
  await card(page, "box").getByRole("button", { name: "Pictures for box" }).waitFor();
  await page.locator("body > #dock").waitFor(); // the messages are back on the page
  await card(page, "box").locator(".tile").first().click();
  await card(page, "box").getByRole("button", { name: "Enlarge" }).click();
  await shows(page, "box-6.jpeg", /^box/);
  assert.deepEqual(errors, []);
});

test("the last picture of a class is deleted, and the viewer closes", async (t) => {
  const { page } = await open(t);
  await started(page);
  await addClass(page, "ball");
  await addPictures(page, "ball", await draw(page, "ball", 1));
  await card(page, "ball").locator(".tile").dblclick();
  await viewer(page).getByText("Not taught yet").waitFor();
  await page.keyboard.press("Delete");
  await viewer(page).waitFor({ state: "hidden" });
  assert.equal(await pictureCount(page, "ball"), 0);
});

test("pictures to learn from and to test with are shown by turns, and each tells what it is", async (t) => {
  const { page } = await trained(t);
  await addPictures(page, "ball", await draw(page, "box", 1, { label: "odd" }));
  await train(page);
  const ball = card(page, "ball");
  const labels = () => ball.locator(".tile").evaluateAll((tiles) => tiles.map(({ ariaLabel }) => ariaLabel));
  await ball.locator(".tile").first().click();
  await ball.getByRole("button", { name: "Use for testing" }).click();
  await ball.getByText("6 to learn").waitFor();
  assert.deepEqual((await labels()).slice(0, 2), ["Picture 1 of 6, ball-6.jpeg", "Picture 2 of 6, ball-5.jpeg"]);
  await page.locator("#evaluate").getByRole("button", { name: "Learn from the changes" }).click();
  await page.locator("#evaluate").getByRole("radio", { name: "Test set" }).check();
  await page.locator("#evaluate").getByText("Of 1 picture in your test set").waitFor();
  await ball.getByRole("radio", { name: "1 to test" }).check();
  await page.waitForFunction(() => document.querySelector(".tile.wrong"));
  assert.deepEqual(await labels(), ["Picture 1 of 1, odd-1.jpeg, test, called box"]);
  assert.equal(await ball.locator(".tile").getAttribute("title"), "odd-1.jpeg, test, called box");
  await ball.locator(".tile").click();
  await ball.getByRole("button", { name: "Teach with them" }).click();
  await ball.getByText("7 pictures").waitFor();
  await ball.locator(".tile").nth(1).waitFor();
  assert.equal((await labels()).length, 7, "with no test picture left, the others are shown");
});
