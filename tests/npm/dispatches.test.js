/** How many kernels WebGPU is asked to run for a picture: on a graphics card, starting them takes longer than what they compute. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

let page;
onOwnPages((fresh) => (page = fresh));

/** EfficientNet-Lite0's convolutions, activations and sums; the mean over rows and over columns; and one that lays the picture out. */
const NEEDED = 49 + 33 + 9 + 2 + 1;

test("no kernel lays weights out anew", { skip }, async () => {
  const dispatches = await page.evaluate(() => new Promise((resolve, reject) => {
    const worker = new Worker("/tests/npm/dispatches-worker.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(new URL("/pkg/dist/", location.href).href);
  }));
  assert.ok(dispatches <= NEEDED, `${dispatches} dispatches`);
});
