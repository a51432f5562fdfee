/** Chromium as the measurements want it: headless, WebGPU on, nothing running beside it. */
import { chromium } from "playwright-core";

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
 * @param {{ worker: string, type: WorkerType, backend: string }} subject
 */
export async function runWorker(browser, origin, { worker, type, backend }) {
  const page = await browser.newPage();
  try {
    await page.goto(`${origin}/bench/blank.html`);
    const result = await page.evaluate(inWorker, { url: `/bench/${worker}`, type, backend });
    if (result.error) throw new Error(`${worker} on ${backend}: ${result.error}`);
    return result.ok;
  } finally {
    await page.close();
  }
}

/** In the page. @param {{ url: string, type: WorkerType, backend: string }} subject */
function inWorker({ url, type, backend }) {
  return new Promise((resolve) => {
    const worker = new Worker(url, { type });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message ?? "the worker did not load" });
    worker.postMessage(backend);
  });
}

/**
 * Opens a page with an empty cache and waits for its first prediction.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {(() => void)} [script] runs in the page before its own scripts
 * @returns {Promise<number>} milliseconds from the navigation to the prediction
 */
export async function firstPrediction(browser, url, script) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    if (script) await page.addInitScript(script);
    await page.goto(url);
    const handle = await page.waitForFunction(() => Reflect.get(window, "firstPredictionMs"), null, { timeout: 300_000 });
    return await handle.jsonValue();
  } finally {
    await context.close();
  }
}
