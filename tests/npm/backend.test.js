/** Which backend is chosen, and why. Against the fake engine, whose GPU is the faster; the adapter is Chromium's own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** An adapter that does not say that it is software. */
const HARDWARE = `Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });`;

/** What a page finds with a backend asked for. @param {"auto" | "webgpu" | "cpu"} backend @param {string | null} [store] */
const found = (backend, store = null) =>
  page.evaluate(async ({ backend, store }) => {
    const stages = new Set();
    const pupil = await create({ backend, store, onProgress: ({ stage }) => stages.add(stage) });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await pupil.close();
    return { ...pupil.backend, stages: [...stages], notices: pupil.eventsOf("notice").map(({ code }) => code) };
  }, { backend, store });

test("refuses a GPU in software, unless it is asked for", async () => {
  const auto = await found("auto");
  assert.deepEqual([auto.backend, auto.reason, auto.webgpuRefused, auto.adapter], ["cpu", "only", "fallback", null]);
  const asked = await found("webgpu");
  assert.deepEqual([asked.backend, asked.reason, asked.webgpuRefused, asked.frameMs], ["webgpu", "asked", null, 10]);
  assert.match(asked.adapter, /swiftshader/i);
});

test("does without WebGPU where there is none", async () => {
  browser.server.prelude = `Object.defineProperty(WorkerNavigator.prototype, "gpu", { value: undefined });`;
  const auto = await found("auto");
  assert.deepEqual([auto.backend, auto.reason, auto.webgpuRefused, auto.notices], ["cpu", "only", "missing", []]);
  const asked = await found("webgpu");
  assert.deepEqual([asked.backend, asked.reason, asked.webgpuRefused, asked.notices], ["cpu", "only", "missing", ["webgpu_unavailable"]]);
});

test("does without a GPU without timestamp queries", async () => {
  browser.server.prelude = `Object.defineProperty(GPUAdapter.prototype, "features", { value: new Set(["subgroups"]) });`;
  const asked = await found("webgpu");
  assert.deepEqual([asked.backend, asked.webgpuRefused, asked.notices], ["cpu", "noTimestampQuery", ["webgpu_unavailable"]]);
});

test("measures both, takes the faster, and remembers it for this adapter and version", async () => {
  browser.server.prelude = HARDWARE;
  const first = await found("auto", "measured");
  assert.deepEqual([first.backend, first.reason, first.measured], ["webgpu", "faster", { webgpu: 10, cpu: 20 }]);
  assert.deepEqual(first.stages, ["download", "compile", "measure"]);
  const second = await found("auto", "measured");
  assert.deepEqual([second.backend, second.reason, second.measured], ["webgpu", "remembered", { webgpu: 10, cpu: 20 }]);
  assert.ok(!second.stages.includes("measure"));
  browser.server.prelude = `${HARDWARE} Object.defineProperty(GPUAdapterInfo.prototype, "description", { get: () => "Another" });`;
  const other = await found("auto", "measured");
  assert.deepEqual([other.reason, other.adapter], ["faster", "Another"]);
  browser.server.pages.set("/pkg/lib/shared/version.js", `export const VERSION = "0.0.1";`);
  const older = await found("auto", "measured");
  browser.server.pages.delete("/pkg/lib/shared/version.js");
  assert.equal(older.reason, "faster");
});

test("takes the CPU where the GPU is slower, also when remembered", async () => {
  browser.server.prelude = HARDWARE;
  browser.server.faults.set("warmUp", ["30"]);
  const first = await found("auto", "slower");
  assert.deepEqual([first.backend, first.reason, first.webgpuRefused, first.measured], ["cpu", "faster", "slower", { webgpu: 30, cpu: 20 }]);
  const second = await found("auto", "slower");
  assert.deepEqual([second.backend, second.reason, second.webgpuRefused, second.frameMs], ["cpu", "remembered", "slower", 20]);
});

test("takes the CPU where the GPU fails, also when remembered", async () => {
  browser.server.prelude = HARDWARE;
  browser.server.faults.set("create webgpu", ["asyncTrap"]);
  assert.deepEqual((await found("webgpu")).notices, ["webgpu_unavailable"]);
  for (const [fault, reason] of [["error", "only"], ["asyncTrap", "recovered"]]) {
    browser.server.faults.set("create webgpu", [fault]);
    const first = await found("auto", fault);
    assert.deepEqual([first.backend, first.reason, first.webgpuRefused], ["cpu", reason, "failed"]);
    const second = await found("auto", fault);
    assert.deepEqual([second.backend, second.reason, second.webgpuRefused], ["cpu", "remembered", "failed"]);
  }
});

test("asks for subgroups where the adapter has them", async () => {
  browser.server.prelude = `
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = function (descriptor) {
      new BroadcastChannel("asked").postMessage([...descriptor.requiredFeatures]);
      return requestDevice.call(this, descriptor);
    };`;
  const features = await page.evaluate(async () => {
    const asked = new Promise((resolve) => (new BroadcastChannel("asked").onmessage = ({ data }) => resolve(data)));
    await create({ backend: "webgpu" });
    return asked;
  });
  assert.deepEqual(features, ["timestamp-query", "subgroups"]);
});

test("changes the backend without losing anything, and remembers it", async () => {
  const changed = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "changed", backend: "auto" });
    const training = pupil.train();
    await pupil.setBackend("webgpu");
    const { backend, reason } = pupil.backend;
    const announced = pupil.eventsOf("backend").length;
    await training;
    const { scores } = await pupil.classify(await drawn("red"));
    await pupil.close();
    return { backend, reason, announced, score: scores[0].score };
  });
  assert.ok(changed.score > 0.9);
  assert.deepEqual([changed.backend, changed.reason, changed.announced], ["webgpu", "asked", 1]);
  const next = await found("auto", "changed");
  assert.deepEqual([next.backend, next.reason], ["webgpu", "asked"]);
  const forgotten = await page.evaluate(async () => {
    const pupil = await create({ store: "changed", backend: "auto" });
    await pupil.setBackend("auto");
    return pupil.backend;
  });
  assert.deepEqual([forgotten.backend, forgotten.reason], ["cpu", "only"]);
});
