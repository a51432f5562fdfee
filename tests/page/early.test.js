/** On a first visit the page is there before the engine, and names pictures by the small module. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, look } from "./person.js";
import { draw } from "./pictures.js";

/** Opens the page with the engine's module held back. @param {import("node:test").TestContext} t */
async function openHeld(t) {
  const opened = await open(t);
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const promise = new Promise((done) => (release = done));
  await opened.context.route("**/pkg/dist/pupil_bg.wasm", async (route) => (await promise, route.continue().catch(() => {})));
  t.after(() => release());
  await opened.page.reload();
  await opened.page.locator("#columns").waitFor();
  return { ...opened, release };
}

/** What the preview says, by name and score. @param {import("playwright-core").Page} page */
const said = (page) => page.locator('#preview [data-part="bars"]').innerText();

for (const type of ["image/jpeg", "image/png"]) test(`a picture in ${type} has a name before the engine is there, and keeps it`, async (t) => {
  const { page, errors, release } = await openHeld(t);
  const engine = page.locator("#engine");
  await engine.getByText("getting ready").or(engine.getByText("Fetching the program")).waitFor();
  const [ball] = await draw(page, "ball", 1, { type });
  assert.ok(ball);
  await look(page, ball);
  await page.locator("#preview").getByText("a guess among the 1,000 things").waitFor();
  const before = await said(page);
  assert.match(before, /%/);
  assert.ok(await engine.getByText("a frame").isHidden(), "the engine is not there");
  release();
  await started(page);
  await look(page, ball);
  await page.locator("#preview").getByText("a guess among the 1,000 things").waitFor();
  assert.equal(await said(page), before);
  await addClass(page, "ball");
  assert.deepEqual(errors, []);
});

test("the weights are downloaded once, and begun by the page itself", async (t) => {
  const { page, context, errors } = await open(t);
  /** @type {string[]} */
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  await page.reload();
  await started(page);
  assert.equal(asked.filter((url) => url.endsWith("/efficientnet_lite0.safetensors")).length, 1);
  const by = await page.evaluate(() => performance.getEntriesByType("resource").flatMap((entry) => entry.name.endsWith("/efficientnet_lite0.safetensors") && "initiatorType" in entry ? [entry.initiatorType] : []));
  assert.deepEqual(by, ["link"]);
  assert.deepEqual(errors, []);
});

test("what is begun before the engine is there is done when it is", async (t) => {
  const { page, errors, release } = await openHeld(t);
  await page.getByRole("button", { name: "Add a class" }).click();
  release();
  await page.locator("#classes").getByRole("listitem").first().waitFor();
  await started(page);
  assert.deepEqual(errors, []);
});

test("an engine that does not come is told, and can be tried again", async (t) => {
  const { page, context } = await openHeld(t);
  await context.unroute("**/pkg/dist/pupil_bg.wasm");
  await context.route("**/pkg/dist/pupil_bg.wasm", (route) => route.fulfill({ status: 404 }));
  await page.reload();
  const alert = page.getByRole("alert", { name: "Pupil could not start" });
  await alert.getByText("Pupil could not load").waitFor();
  assert.ok(await page.locator("#columns").isHidden());
  await context.unroute("**/pkg/dist/pupil_bg.wasm");
  await alert.getByRole("button", { name: "Try again" }).click();
  await started(page);
});
