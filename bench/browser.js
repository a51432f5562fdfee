/** Chromium as the measurements want it: headless, WebGPU on, nothing else running. */
import { chromium } from "playwright-core";
import { visit } from "./browser/pupil-page.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
];
const SOFTWARE_GPU = "--use-webgpu-adapter=swiftshader";

/** @param {boolean} realGpu whether to measure on the machine's own graphics card */
export function launch(realGpu) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: realGpu ? FLAGS : [...FLAGS, SOFTWARE_GPU],
  });
}

/**
 * Runs one of the workers to its end.
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin
 * @param {import("./sides.js").Side} side
 */
export async function runWorker(browser, origin, { name, worker, type, subject }) {
  const page = await browser.newPage();
  try {
    await page.goto(`${origin}/bench/blank.html`);
    const result = await page.evaluate(inWorker, { url: `/bench/${worker}`, type, subject });
    if (result.error) throw new Error(`${name} on ${subject.backend}: ${result.error}`);
    return result.ok;
  } finally {
    await page.close();
  }
}

/** In the page. @param {{ url: string, type: WorkerType, subject: import("./sides.js").Side["subject"] }} side */
function inWorker({ url, type, subject }) {
  return new Promise((resolve) => {
    const worker = new Worker(url, { type });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message ?? "the worker did not load" });
    worker.postMessage(subject);
  });
}

/**
 * Opens a page with an empty cache, and waits for its first prediction, then for what else it fetches.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {Parameters<typeof visit>[0]} [picture] what a visitor of Pupil's page pastes
 * @returns {Promise<number>} milliseconds from the navigation to the prediction
 */
export async function firstPrediction(browser, url, picture) {
  // What is kept for use without a network is fetched after the visit: no part of it.
  const context = await browser.newContext({ serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    if (picture) await page.addInitScript(visit, picture);
    await page.goto(url);
    const handle = await page.waitForFunction(() => Reflect.get(window, "firstPredictionMs"), null, { timeout: 300_000 });
    await page.waitForFunction(() => Reflect.get(window, "isWhole") !== false, null, { timeout: 300_000 });
    return await handle.jsonValue();
  } finally {
    await context.close();
  }
}
