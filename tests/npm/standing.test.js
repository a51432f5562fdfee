/** Two models on the same pictures, on the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("a stored model, and the instant one, stand beside the model in use on the test set", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    // One step of a rate that rounds to nothing leaves the weights at 0, and every picture is called the first class.
    await pupil.training.set({ epochs: 1, learningRate: 1e-300 });
    await pupil.train();
    await pupil.training.reset();
    await pupil.train();
    const nothing = await pupil.models.compare(1);
    await pupil.pictures.add(0, await several(1, "red"), { aside: true });
    const { added } = await pupil.pictures.add(1, await several(2, "blue"), { aside: true });
    const at = [pupil.models.compare(1), pupil.models.compare(null)];
    const [bad, instant] = await Promise.all(at);
    await pupil.pictures.move([added[0].id], 0);
    const relabelled = await pupil.models.compare(1);
    return { nothing, bad, instant, relabelled, code: await codeOf(pupil.models.compare(9)), after: await pupil.models.compare(2) };
  });
  const on = { measuredOn: "test", pictures: 3, couldBeChance: true };
  assert.equal(found.nothing, null);
  assert.deepEqual(found.bad, { ...on, inUse: 3, other: 1, onlyInUse: 2, onlyOther: 0 });
  assert.deepEqual(found.instant, { ...on, inUse: 3, other: 3, onlyInUse: 0, onlyOther: 0 });
  assert.deepEqual(found.relabelled, { ...on, inUse: 2, other: 2, onlyInUse: 1, onlyOther: 1 });
  assert.equal(found.code, "unknown_model");
  assert.equal(found.after.other, found.after.inUse);
});

test("what is fine-tuned sees the pictures first, also one that comes meanwhile; an abort ends it", async () => {
  browser.server.faults.set("predictBoth", ["slow", "slow"]);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.setMethod("fineTune");
    await pupil.train();
    await pupil.pictures.add(0, await several(2, "red"), { aside: true });
    const standing = pupil.models.compare(null);
    await pupil.pictures.add(1, await several(1, "blue"), { aside: true });
    return { standing: await standing, aborted: await pupil.models.compare(null, { signal: AbortSignal.abort() }) };
  });
  assert.deepEqual([found.standing.pictures, found.standing.inUse], [3, 3]);
  assert.equal(found.aborted, null);
});
