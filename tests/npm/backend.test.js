/** Which backend is taken, and why. Against the fake engine, whose GPU is the faster; the adapter is Chromium's own. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Browser } from "./browser.js";

const browser = new Browser();
let page;
before(() => browser.open());
after(() => browser.close());
beforeEach(async () => {
  browser.server.faults.clear();
  page = await browser.page();
});

/** Puts an adapter's property before each worker's own code. */
const inWorkers = (source) =>
  browser.context.route("**/pkg/lib/worker.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `import "/before-worker.js";\n${await response.text()}` });
    browser.server.pages.set("/before-worker.js", source);
  });

const NO_FALLBACK = `Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });`;

test("refuses a GPU in software, unless it is asked for", async () => {
  const found = await page.evaluate(async () => [(await create({ backend: "auto" })).backend, (await create({ backend: "webgpu" })).backend]);
  assert.deepEqual([found[0].backend, found[0].reason, found[0].webgpuRefused], ["cpu", "only", "fallback"]);
  assert.deepEqual([found[1].backend, found[1].reason, found[1].webgpuRefused], ["webgpu", "asked", null]);
  assert.match(found[1].adapter, /swiftshader/i);
});
