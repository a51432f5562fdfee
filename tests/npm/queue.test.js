/** The queue of tasks: in order, one at a time, and none after the engine died. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "../../pkg/lib/worker/engine/queue.js";

test("each task waits for those before it, whether they succeed or fail", async () => {
  const queue = new Queue();
  const order = [];
  const slow = queue.run(async () => {
    await sleep(20);
    order.push("slow");
  });
  const failing = queue.run(() => Promise.reject(new Error("no")));
  const last = queue.run(() => order.push("last"));
  await assert.rejects(failing, { message: "no" });
  await Promise.all([slow, last]);
  assert.deepEqual(order, ["slow", "last"]);
});

for (const death of [new WebAssembly.RuntimeError("unreachable"), { code: "device", message: "The device failed.", details: {} }]) {
  test(`no task runs with an engine that died (${death})`, async () => {
    const queue = new Queue();
    const dying = queue.run(() => Promise.reject(death));
    let entered = false;
    void queue.run(() => (entered = true));
    await assert.rejects(dying);
    await sleep(20);
    assert.equal(entered, false);
  });
}

test("closing lets those before it end, and nobody after it begin", async () => {
  const queue = new Queue();
  let ended = false;
  void queue.run(() => sleep(20).then(() => (ended = true)));
  const closing = queue.close();
  let entered = false;
  void queue.run(() => (entered = true));
  await closing;
  assert.equal(ended, true);
  await sleep(20);
  assert.equal(entered, false);
});

test("the engine is not replaced while a job holds it, nor held while it is replaced", async () => {
  const queue = new Queue();
  const busy = { code: "busy" };
  const { promise: ending, resolve: end } = deferred();
  const holding = queue.hold(() => ending);
  const alsoHolding = queue.hold(() => ending);
  await assert.rejects(queue.replace(() => assert.fail("replaced")), busy);
  end("held");
  assert.deepEqual(await Promise.all([holding, alsoHolding]), ["held", "held"]);

  const replaced = deferred();
  const replacing = queue.replace(() => replaced.promise);
  await assert.rejects(queue.replace(() => assert.fail("replaced twice")), busy);
  await assert.rejects(queue.hold(() => assert.fail("held")), busy);
  replaced.reject(new Error("no"));
  await assert.rejects(replacing, { message: "no" });
  assert.equal(await queue.hold(async () => "held again"), "held again");
});

/** A promise, and what settles it. */
function deferred() {
  let settle;
  const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}
