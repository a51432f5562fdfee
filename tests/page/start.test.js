/** A start that goes wrong says so: a module that is missing or does not run, and a chart library that is none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, pictureCount, train } from "./person.js";
import { draw } from "./pictures.js";

/** @param {import("node:test").TestContext} t @param {string} path @param {import("playwright-core").Route["fulfill"] extends (options: infer O) => any ? O : never} answer */
async function openWith(t, path, answer) {
  const { page } = await open(t);
  await page.context().route(path, (route) => route.fulfill(answer));
  await page.reload();
  return page;
}

for (const [name, path, answer] of /** @type {const} */ ([
  ["is missing", "**/js/app.js", { status: 404 }],
  ["does not run", "**/js/app.js", { contentType: "text/javascript", body: "throw new Error('a stumble');" }],
  ["is not understood", "**/js/begin*.js", { contentType: "text/javascript", body: "export class { future }" }],
])) {
  test(`a module that ${name} is reported, and can be tried again`, async (t) => {
    const page = await openWith(t, path, answer);
    const alert = page.getByRole("alert", { name: "Pupil could not start" });
    await alert.getByText("A part of this page did not load, or does not run in this browser.").waitFor();
    await page.context().unroute(path);
    await alert.getByRole("button", { name: "Try again" }).click();
    await started(page);
  });
}

for (const [name, answer] of /** @type {const} */ ([["is missing", { status: 404 }], ["does not run", { contentType: "text/javascript", body: "throw new RangeError('C');" }]])) {
  test(`without charts, where their library ${name}, everything else works`, async (t) => {
    const page = await openWith(t, "**/vendor/uPlot.esm.js", answer);
    /** @type {string[]} */
    const thrown = [];
    page.on("pageerror", (error) => thrown.push(String(error)));
    await started(page);
    for (const thing of /** @type {const} */ (["ball", "box"])) {
      await addClass(page, thing);
      await addPictures(page, thing, await draw(page, thing, 4));
    }
    await train(page);
    assert.ok(await page.locator("#train .chart").isHidden());
    assert.deepEqual(thrown, []);
  });
}

test("where the browser has no storage manager, the settings say so, and pictures come in all the same", async (t) => {
  const { page } = await open(t);
  await page.addInitScript(() => Object.defineProperty(navigator, "storage", { value: undefined }));
  await page.reload();
  /** @type {string[]} */
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  await started(page);
  await addClass(page, "ball");
  await addPictures(page, "ball", await draw(page, "ball", 2));
  assert.equal(await pictureCount(page, "ball"), 2);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("This browser does not say how much room is used.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Ask the browser to keep it" }).isHidden());
  assert.deepEqual(thrown, []);
});
