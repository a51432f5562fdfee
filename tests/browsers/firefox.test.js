/** What is peculiar to Firefox, in a real one: its questions, its camera, and what its settings take away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addClass, addPictures, pictureCount } from "../page/person.js";
import { serve, started } from "../page/browser.js";
import { draw } from "../page/pictures.js";
import { openFirefox } from "./playwright.js";

const { FIREFOX } = process.env;
const options = { skip: !FIREFOX && "FIREFOX is not set" };

/** A camera that shows a test picture, and is lent without a question. */
const CAMERA = { "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true };

/** @param {import("node:test").TestContext} t @param {Record<string, string | number | boolean>} [preferences] @param {() => void} [script] run before the page's own */
async function opened(t, preferences, script = () => {}) {
  const server = await serve();
  t.after(() => server.close());
  const driver = await openFirefox(String(FIREFOX), preferences);
  t.after(() => driver.close());
  await driver.page.addInitScript(script);
  await driver.open(`${server.origin}/?backend=cpu`);
  return driver.page;
}

test("Firefox asks whether to keep the pictures once a button is pressed, and not before", options, async (t) => {
  const page = await opened(t, {}, () => {
    StorageManager.prototype.persist = async () => (document.body.dataset.asked = "yes") === "yes";
  });
  await started(page);
  await addClass(page, "ball");
  await addPictures(page, "ball", await draw(page, "ball", 2));
  assert.equal(await pictureCount(page, "ball"), 2);
  assert.equal(await page.locator("[data-asked]").count(), 0);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Ask the browser to keep it" }).click();
  await page.locator("[data-asked]").waitFor();
});

test("a camera in Firefox: another one where the remembered one is gone, recorded by holding, and live", options, async (t) => {
  const page = await opened(t, CAMERA, () => localStorage.setItem("pupil-preferences", JSON.stringify({ camera: "gone" })));
  await started(page);
  await page.getByRole("button", { name: "Use the camera" }).click();
  await page.locator("button.record:enabled").first().waitFor();
  await page.waitForFunction(() => Number(document.querySelector("video")?.videoWidth) > 0);
  await page.locator("button.record").first().hover();
  await page.mouse.down();
  await page.waitForTimeout(1000);
  await page.mouse.up();
  await page.locator(".class-card .tile").nth(1).waitFor();
  await page.locator("#preview").getByRole("button", { name: "Camera" }).click();
  await page.locator("#preview .badge.live").waitFor();
  await page.locator("#preview .verdict-label").waitFor();
});

test("where Firefox gives noise for what is drawn, the page says so and takes nothing from the camera", options, async (t) => {
  const page = await opened(t, { ...CAMERA, "privacy.resistFingerprinting": true });
  await started(page);
  await page.locator("#notices").getByText("For privacy, this browser gives noise in place of what is drawn.").waitFor();
  await page.getByRole("button", { name: "Use the camera" }).click();
  await page.locator(".viewfinder-note").getByText("For privacy, this browser gives noise").first().waitFor();
  assert.ok(await page.locator("button.record").first().isDisabled());
});

test("where WebAssembly is switched off in Firefox, the page says what is missing", options, async (t) => {
  const page = await opened(t, { "javascript.options.wasm": false });
  await page.getByRole("alert").getByText("Missing here: WebAssembly, WebAssembly SIMD.").waitFor();
});
