/** The names of classes: the given one gives way, no two are the same, and long ones break nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, look, train } from "./person.js";
import { draw } from "./pictures.js";

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {number} index */
const nameAt = (page, index) => page.locator(".name").nth(index);

test("a given name is replaced by typing, one's own is not", async (t) => {
  const { page } = await open(t);
  await started(page);
  const add = page.getByRole("button", { name: "Add a class" });
  await add.click();
  await add.click();
  await nameAt(page, 0).click();
  await page.keyboard.type("thumb up");
  await page.keyboard.press("Enter");
  await card(page, "thumb up").waitFor();
  assert.ok(await card(page, "thumb up").getByRole("button", { name: "Camera" }).evaluate((button) => button === document.activeElement), "Enter goes on to the pictures");
  await nameAt(page, 0).click();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  await card(page, "thumb up!").waitFor();
  await nameAt(page, 0).click({ position: { x: 4, y: 20 } });
  assert.equal(await nameAt(page, 0).evaluate((input) => /** @type {HTMLInputElement} */ (input).selectionEnd), 0, "the caret is where it was put");
});

test("two classes cannot have one name", async (t) => {
  const { page, errors } = await open(t);
  await started(page);
  await addClass(page, "caf\u00e9");
  await addClass(page, "tea");
  const refusal = page.locator(".toast").getByText("Another class is called “", { exact: false });
  for (const name of ["caf\u00e9", " caf\u00e9 ", "cafe\u0301"]) {
    await nameAt(page, 1).fill(name);
    await page.keyboard.press("Enter");
    await refusal.waitFor();
    assert.equal(await nameAt(page, 1).inputValue(), "tea");
    assert.ok(await nameAt(page, 1).evaluate((input) => input === document.activeElement), "one can go on typing");
    await page.getByRole("button", { name: "Dismiss" }).click();
  }
  await nameAt(page, 1).fill("caf\u00e9");
  await page.locator("h1").click(); // leaves the field
  await refusal.waitFor();
  assert.equal(await nameAt(page, 1).inputValue(), "tea");
  await nameAt(page, 1).fill("Caf\u00e9");
  await page.keyboard.press("Enter");
  await card(page, "Caf\u00e9").waitFor();
  assert.deepEqual(errors, []);
});

const LONG = { ball: "White_crowned_Sparrow_of_the_northern_woods", box: "Brewer_Blackbird_of_the_Far_Far_South" };

for (const width of [1280, 360]) {
  test(`long names without blanks stay in their place, ${width} pixels`, async (t) => {
    const { page } = await open(t, { context: { viewport: { width, height: 740 } } });
    await started(page);
    for (const thing of /** @type {const} */ (["ball", "box"])) {
      await addClass(page, LONG[thing]);
      await addPictures(page, LONG[thing], await draw(page, thing, 5));
    }
    await addPictures(page, LONG.box, await draw(page, "ball", 2, { label: "misplaced" }));
    await train(page);
    const [ball] = await draw(page, "ball", 1);
    assert.ok(ball);
    await look(page, ball);
    const evaluate = page.locator("#evaluate");
    await evaluate.getByRole("radio", { name: "Seen in training" }).check();
    await evaluate.locator(".matrix button").first().click();
    await page.locator(".picture-entry").first().waitFor();
    const wide = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".picture-entry, .picture-entry *, .verdict, .bar, .bar-label, .teach-buttons .button, main, html")];
      const inside = (/** @type {Element} */ element) => {
        const [own, around] = [element.getBoundingClientRect(), (element.parentElement ?? element).getBoundingClientRect()];
        return element.scrollWidth <= element.clientWidth + 1 && own.right <= around.right + 1;
      };
      return boxes.filter((element) => element.clientWidth > 0 && !inside(element)).map(({ className, textContent }) => `${className}: ${textContent}`);
    });
    assert.deepEqual(wide, []);
  });
}
