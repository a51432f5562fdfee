/** WebGPU is missing, or the graphics processor stops in the middle: the page says so in one line, and nothing is lost. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started } from "./browser.js";
import { addClass, addPictures, card, improve, isRightAbout, pictureCount, readingEnds, train, trainingEnds } from "./person.js";
import { draw } from "./pictures.js";

const LOST = "The graphics processor stopped, so Pupil goes on on the CPU. Nothing was lost.";

/** Ends Chromium's GPU process, and with it every device. @param {import("playwright-core").BrowserContext} context */
async function crashGpu(context) {
  const session = await context.browser()?.newBrowserCDPSession();
  await session?.send("Browser.crashGpuProcess").catch(() => {}); // the answer may die with it
}

/** @param {import("node:test").TestContext} t */
async function onWebGpu(t) {
  const opened = await open(t, { query: "?backend=webgpu", webgpu: true });
  await started(opened.page);
  await opened.page.locator("#engine").getByText("WebGPU · ").waitFor();
  return opened;
}

test("without WebGPU, the CPU does it, and the settings say why", async (t) => {
  const { page, errors } = await open(t, { query: "" });
  await started(page);
  await page.locator("#engine").getByText("CPU · ").waitFor();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("this browser offers no WebGPU").waitFor();
  await page.getByRole("radio", { name: "WebGPU" }).check();
  await page.getByText("WebGPU cannot be used here, so Pupil runs on the CPU.").waitFor({ state: "attached" });
  await page.locator("#engine").getByText("CPU · ").waitFor();
  assert.deepEqual(errors, []);
});

test("asked for by the address, missing WebGPU is reported", async (t) => {
  const { page } = await open(t, { query: "?backend=webgpu" });
  await started(page);
  await page.getByText("WebGPU cannot be used here, so Pupil runs on the CPU.").waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await page.locator(".notice").waitFor({ state: "detached" });
});

test("the GPU is lost while training: it goes on on the CPU", async (t) => {
  const { page, context } = await onWebGpu(t);
  for (const thing of /** @type {const} */ (["ball", "box"])) {
    await addClass(page, thing);
    await addPictures(page, thing, await draw(page, thing, 4));
  }
  await page.getByText("Advanced").click();
  await page.getByLabel("Epochs").fill("200");
  await page.getByLabel("Patience").fill("0");
  await page.keyboard.press("Tab");
  await improve(page);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByText(/Epoch \d+ of/).waitFor();
  await crashGpu(context);
  await page.getByText(LOST).waitFor({ timeout: 120_000 });
  await trainingEnds(page);
  await page.locator("#engine").getByText("CPU · ").waitFor();
  assert.equal(await pictureCount(page, "ball"), 4);
  for (const thing of /** @type {const} */ (["ball", "box"])) await isRightAbout(page, thing, await draw(page, thing, 1));
});

test("the GPU is lost while pictures come in: all of them get in", async (t) => {
  const { page, context } = await onWebGpu(t);
  await addClass(page, "ball");
  await addClass(page, "box");
  await addPictures(page, "box", await draw(page, "box", 2));
  const chooser = page.waitForEvent("filechooser");
  await card(page, "ball").getByRole("button", { name: "Pictures for ball" }).click();
  await (await chooser).setFiles(await draw(page, "ball", 5));
  await page.locator("#reading").getByText(/Reading [23] of 5/).waitFor({ timeout: 120_000 });
  await crashGpu(context);
  await page.getByText(LOST).waitFor({ timeout: 120_000 });
  await readingEnds(page);
  assert.equal(await pictureCount(page, "ball"), 5);
  assert.equal(await pictureCount(page, "box"), 2);
  await train(page);
});
