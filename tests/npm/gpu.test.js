/** Watching the GPU's devices, without a GPU. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { destroyDevices, watchDevices } from "../../pkg/lib/worker/engine/gpu.js";

test("watching again replaces the listener; a device is made, counted and reported once", async () => {
  const made = [];
  let destroyed = 0;
  globalThis.GPUAdapter = class {
    features = new Set(["subgroups", "timestamp-query"]);
    async requestDevice(descriptor) {
      const device = { descriptor, destroy: () => destroyed++ };
      device.lost = new Promise((resolve) => (device.lose = (reason) => resolve({ reason })));
      made.push(device);
      return device;
    }
  };
  const reports = [];
  watchDevices(() => reports.push("first"));
  watchDevices(() => reports.push("second"));
  const adapter = new GPUAdapter();
  const device = await adapter.requestDevice({ requiredFeatures: ["timestamp-query"] });
  assert.equal(made.length, 1);
  assert.deepEqual(device.descriptor.requiredFeatures, ["timestamp-query", "subgroups"]);
  device.lose("unknown");
  await device.lost;
  await new Promise(setImmediate);
  assert.deepEqual(reports, ["second"]);
  destroyDevices();
  assert.equal(destroyed, 1);
});
