/** Likely wrong labels: each offers what it was called, one press; the sure ones go together; long names break nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, message, train } from "./person.js";
import { draw, THINGS } from "./pictures.js";

/** As folders are often called: nowhere to break a line but at "_", or not at all. */
const NAMES = /** @type {const} */ ({ ball: "White_crowned_Sparrow_of_the_North", box: "LeContesSparrowWithoutAnyBlankInItsName", stripes: "Cape_May" });

/** The file of each picture begins with the class that it shows; where it is in another, that is told. @param {import("playwright-core").Page} page */
async function misplaced(page) {
  await page.waitForTimeout(200);
  const titles = await Promise.all(THINGS.map((thing) => card(page, NAMES[thing]).locator(".tile").evaluateAll((tiles) => tiles.map((tile) => /** @type {HTMLElement} */ (tile).title))));
  return titles.flatMap((all, index) => all.filter((title) => !title.startsWith(String(THINGS[index])))).length;
}

for (const width of [1280, 360]) {
  test(`wrong labels are enlarged, moved by one press and all together, and taken back, ${width} pixels`, async (t) => {
    const { page, errors } = await open(t, { context: { viewport: { width, height: 800 } } });
    await started(page);
    for (const [index, thing] of THINGS.entries()) {
      const other = THINGS[(index + 1) % THINGS.length] ?? thing;
      await addClass(page, NAMES[thing]);
      await addPictures(page, NAMES[thing], [...(await draw(page, thing, 8)), ...(await draw(page, other, 1, { label: `${other}_in_the_wrong_place_where_nobody_would_look` }))]);
    }
    await train(page);
    assert.equal(await misplaced(page), 3);
    const evaluate = page.locator("#evaluate");
    await evaluate.getByRole("button", { name: "Likely wrong labels" }).click();
    const entries = evaluate.locator(".picture-entry");
    await entries.nth(2).waitFor();
    assert.equal(await entries.count(), 3);
    await entries.first().getByText(/_in_the_wrong_place_where_nobody_would_look-1\.jpeg$/).waitFor();
    const wide = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll("html, .looked-at, .picture-list, .picture-entry, .picture-entry label, .picture-entry button")];
      return boxes.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ className }) => className);
    });
    assert.deepEqual(wide, [], "nothing is wider than its place");

    await entries.first().getByRole("checkbox").focus();
    await page.keyboard.press("Enter");
    await page.locator("#viewer").getByRole("heading", { name: /_in_the_wrong_place/ }).waitFor();
    await page.locator("#viewer .numbers").getByText("Picture 1 of 3").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.locator("#viewer .numbers").getByText("Picture 2 of 3").waitFor();
    await page.keyboard.press("Escape");
    assert.ok(await entries.nth(1).getByRole("checkbox").evaluate((box) => box === document.activeElement), "the focus is on the one that was looked at last");

    await entries.nth(1).getByRole("button", { name: /^Move to / }).click();
    await message(page, /^1 picture moved to/).waitFor();
    await entries.nth(2).waitFor({ state: "detached" });
    assert.ok(await entries.nth(1).getByRole("button", { name: /^Move to/ }).evaluate((button) => button === document.activeElement), "the focus is on the next one's button");
    assert.equal(await misplaced(page), 2);
    await evaluate.getByRole("button", { name: /^Accept all 2 sure ones/ }).click();
    await message(page, "2 pictures moved to what they were called.").waitFor();
    await entries.first().waitFor({ state: "detached" });
    assert.equal(await misplaced(page), 0);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await message(page, /^Undone: 1 picture moved to/).waitFor();
    await entries.nth(2).waitFor();
    assert.equal(await misplaced(page), 3);
    assert.deepEqual(errors, []);
  });
}
