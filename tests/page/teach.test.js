/** Teaching without a press: Instant follows, the preview answers and takes corrections, cards say how well each class is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { begins, makeFilm } from "./film.js";
import { addClass, addPictures, card, learnt, look, message, pictureCount, train, undoButton, verdict } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

const CLASSES = /** @type {const} */ (["ball", "box"]);

/** Two classes from files. @param {import("node:test").TestContext} t @param {number} [count] pictures of each */
async function twoClasses(t, count = 6) {
  const opened = await open(t);
  await started(opened.page);
  for (const thing of CLASSES) {
    await addClass(opened.page, thing);
    await addPictures(opened.page, thing, await draw(opened.page, thing, count));
  }
  return opened;
}

/** @param {Page} page */
const teach = (page) => page.getByRole("group", { name: "This is …" });

test("three presses from an empty page to a live answer", async (t) => {
  const { page, errors } = await open(t, { camera: await makeFilm(t, CLASSES) });
  await started(page);
  /** @param {string} name of the class @param {import("./pictures.js").Thing} thing */
  const hold = async (name, thing) => {
    const record = card(page, name).getByRole("button", { name: "Hold to record" });
    await card(page, name).locator("button.record:enabled").waitFor();
    await record.hover();
    await begins(page, ".viewfinder video", thing);
    await page.mouse.down();
    await page.waitForTimeout(1500);
    await page.mouse.up();
  };
  await page.getByRole("button", { name: "Use the camera" }).click();
  await hold("Class 1", "ball");
  await page.locator("#announcer").getByText("Now “Class 2”: hold the button, or Space, to record it.").waitFor({ state: "attached" });
  assert.equal(await page.locator(".viewfinder video").count(), 1, "one recorder is open at a time");
  await hold("Class 2", "box");
  await page.locator("#preview .badge.live").waitFor();
  assert.equal(await page.locator(".viewfinder video").count(), 0, "the camera has gone over to the preview");
  for (const [name, thing] of /** @type {const} */ ([["Class 1", "ball"], ["Class 2", "box"]])) {
    await begins(page, "#preview video", thing);
    await page.locator("#preview .verdict-label").getByText(new RegExp(`^${name} `)).waitFor({ timeout: 4000 });
  }
  await page.getByText("Taught. How good? Not known yet: record Class 1 and Class 2 once more").waitFor();
  assert.equal(await page.locator(".result-figure").count(), 0, "no figure where nothing was measured");

  // A frame that the class has not: the film repeats itself, and a picture comes in once.
  await begins(page, "#preview video", "ball");
  const before = await pictureCount(page, "Class 2");
  await page.keyboard.press("2");
  await message(page, "Added to “Class 2”.").waitFor();
  assert.equal(await pictureCount(page, "Class 2"), before + 1);
  assert.deepEqual(errors, []);
});

test("up to date without a press, with an honest figure; an empty class is left out, and a reload changes nothing", async (t) => {
  const { page, errors } = await twoClasses(t);
  await learnt(page, 12);
  await page.locator(".result-figure").getByText("All right so far").waitFor();
  // Wilson's interval for 12 of 12, by scipy.stats.binomtest(12, 12).proportion_ci(method="wilson"): 0.757 to 1.
  await page.getByText("12 of 12 pictures were right, each answered by a model that had not seen it. Of others like these, expect 76 to 100 of 100.").waitFor();
  await card(page, "ball").getByText("All 6 right").waitFor();
  await addClass(page, "nothing");
  await page.getByText("“nothing” has no pictures to learn from and is left out.").waitFor();
  const [ball] = await draw(page, "ball", 1);
  assert.ok(ball);
  assert.equal(await look(page, ball), "ball");
  await page.reload();
  await started(page);
  await learnt(page, 12);
  assert.equal(await look(page, ball), "ball");
  assert.deepEqual(errors, []);
});

test("the preview is taught: by a button, by a key, and a class of its own; the answer changes", async (t) => {
  const { page, errors } = await twoClasses(t);
  const [first, second] = await draw(page, "stripes", 2);
  assert.ok(first && second);
  await look(page, first);
  await teach(page).getByRole("button", { name: "a new class" }).click();
  await page.locator(".name:focus").waitFor();
  await page.keyboard.type("stripes");
  assert.equal(await page.locator(".toast").getByText("stripes").count(), 0, "digits and letters go into the name");
  await page.keyboard.press("Enter");
  await page.locator("#preview .verdict-label").getByText(/^stripes /).waitFor();
  assert.equal(await pictureCount(page, "stripes"), 1);
  assert.equal(await look(page, second), "stripes");
  await page.locator("#preview").focus();
  await page.keyboard.press("1");
  await message(page, "Added to “ball”.").waitFor();
  await card(page, "ball").getByText("7 pictures").waitFor();
  await undoButton(page).click();
  await card(page, "ball").getByText("6 pictures").waitFor();
  await teach(page).getByRole("button", { name: "ball" }).click();
  await card(page, "ball").getByText("7 pictures").waitFor();
  await page.locator("#preview .verdict-label").getByText(/^ball /).waitFor();
  assert.deepEqual(errors, []);
});

test("a card says how its class does, and what was wrong is one click away", async (t) => {
  const { page, errors } = await twoClasses(t, 8);
  await addPictures(page, "box", await draw(page, "ball", 1, { label: "in the wrong place" }));
  await learnt(page, 17);
  await card(page, "box").getByRole("button", { name: "8 of 9 right; taken for ball once" }).click();
  const list = page.getByRole("region", { name: "box, taken for another" });
  await list.getByText("box, called ball").waitFor();
  await list.getByRole("checkbox").check();
  await list.getByLabel("Move the selected pictures to another class").selectOption({ label: "ball" });
  await card(page, "ball").getByText("All 9 right").waitFor();
  await card(page, "box").getByText("All 8 right").waitFor();
  assert.deepEqual(errors, []);
});

test("for lessons, it learns only when a button is pressed", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Learn only when I press").check();
  await page.keyboard.press("Escape");
  for (const thing of CLASSES) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 4));
  }
  const [ball] = await draw(page, "ball", 1);
  assert.ok(ball);
  await look(page, ball);
  await page.getByText("a guess among the 1,000 things").waitFor();
  const learn = page.getByRole("button", { name: "Learn", exact: true });
  await learn.click();
  await page.locator("#preview .verdict-label").getByText(/^ball /).waitFor();
  await learn.waitFor({ state: "hidden" });
  await addPictures(page, "ball", await draw(page, "ball", 1));
  await page.getByText("It knows 8 pictures; there are 9 now.").waitFor();
  await page.reload();
  await started(page);
  await learn.click();
  await learnt(page, 9);
  assert.deepEqual(errors, []);
});

test("what was trained is not replaced by itself: both ways are offered", async (t) => {
  const { page, errors } = await twoClasses(t);
  await train(page);
  await page.getByText("A dense head was trained with 12 pictures.").waitFor();
  await addPictures(page, "ball", await draw(page, "ball", 2));
  await page.getByText("A dense head was trained, without your last 2 pictures.").waitFor();
  await page.getByRole("button", { name: "Train again, a few seconds" }).waitFor();
  await page.getByRole("button", { name: "Use Instant meanwhile" }).click();
  await learnt(page, 14);
  await page.getByRole("button", { name: "Train again" }).waitFor({ state: "hidden" });
  await page.getByText("Earlier runs").click();
  await page.getByRole("button", { name: /^Use Dense head/ }).click();
  await page.getByText("A dense head was trained, without your last 2 pictures.").waitFor();
  assert.ok(["ball", "box"].includes(await look(page, (await draw(page, "box", 1))[0] ?? "")));
  assert.ok(await verdict(page));
  assert.deepEqual(errors, []);
});
