/** Turns with the engine: in order, one at a time, and none after its death. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Turns } from "../../pkg/lib/worker/turns.js";

test("each turn waits for those before it, whether they succeed or fail", async () => {
  const turns = new Turns();
  const order = [];
  const slow = turns.take(async () => {
    await sleep(20);
    order.push("slow");
  });
  const failing = turns.take(() => Promise.reject(new Error("no")));
  const last = turns.take(() => order.push("last"));
  await assert.rejects(failing, { message: "no" });
  await Promise.all([slow, last]);
  assert.deepEqual(order, ["slow", "last"]);
});

for (const death of [new WebAssembly.RuntimeError("unreachable"), { code: "device", message: "The device failed." }]) {
  test(`nobody gets a turn with an engine that died (${death})`, async () => {
    const turns = new Turns();
    const dying = turns.take(() => Promise.reject(death));
    let entered = false;
    void turns.take(() => (entered = true));
    await assert.rejects(dying);
    await sleep(20);
    assert.equal(entered, false);
  });
}

test("closing lets those before it end, and nobody after it begin", async () => {
  const turns = new Turns();
  let ended = false;
  void turns.take(() => sleep(20).then(() => (ended = true)));
  const closing = turns.close();
  let entered = false;
  void turns.take(() => (entered = true));
  await closing;
  assert.equal(ended, true);
  await sleep(20);
  assert.equal(entered, false);
});
