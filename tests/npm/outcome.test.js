/** What becomes of a run's model, and of the models before it. On the fake engine, which compares two models on the training pictures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
onOwnPages((fresh) => (page = fresh));

/** Of `twoClasses`. */
const PICTURES_A_CLASS = 3;

test("a worse model does not replace a better one, and an equal one does", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ instant: false });
    await pupil.training.set({ epochs: 20 });
    const summary = ({ inUse, why, comparison, model, before }) => ({ inUse, why, comparison, model, before, used: pupil.project.models.find((each) => each.inUse).id });
    const first = summary(await pupil.train());
    // One step of a rate that rounds to nothing leaves the weights at 0, and every picture is called the first class.
    await pupil.training.set({ epochs: 1, learningRate: 1e-300 });
    const worse = summary(await pupil.train());
    await pupil.training.set({ epochs: 20, learningRate: 0.001 });
    const label = (await pupil.classify(await drawn("blue"))).scores.sort((a, b) => b.score - a.score)[0].label;
    const equal = summary(await pupil.train());
    return { first, worse, label, equal, models: pupil.project.models.map(({ id, complete }) => [id, complete]) };
  });
  const all = 2 * PICTURES_A_CLASS;
  assert.deepEqual(found.first, { inUse: true, why: "first", comparison: null, model: 1, before: null, used: 1 });
  // McNemar's exact test of 3 against 0: 2 · 0.5³ = 0.25.
  assert.deepEqual(found.worse, { inUse: false, why: "worse", comparison: { pictures: all, before: all, after: PICTURES_A_CLASS, onlyBefore: 3, onlyAfter: 0, couldBeChance: true }, model: 2, before: 1, used: 1 });
  assert.equal(found.label, "blue", "the better one still answers");
  assert.deepEqual(found.equal, { inUse: true, why: "notWorse", comparison: { pictures: all, before: all, after: all, onlyBefore: 0, onlyAfter: 0, couldBeChance: true }, model: 3, before: 1, used: 3 });
  assert.deepEqual(found.models, [[3, true], [2, true], [1, true]], "all of them are stored, to be used again");
});

test("a removed model comes back until the next start, and is not in use", async () => {
  const found = await page.evaluate(async () => {
    const ids = ({ project }) => project.models.map(({ id, inUse }) => [id, inUse]);
    const pupil = await twoClasses({ store: "models" });
    await pupil.train();
    await pupil.train();
    const codes = [await codeOf(pupil.models.remove(2)), await codeOf(pupil.models.remove(7)), await codeOf(pupil.models.restore(7))];
    await pupil.models.remove(1);
    const removed = ids(pupil);
    codes.push(await codeOf(pupil.models.use(1)));
    await pupil.setBackend("cpu"); // another worker
    await pupil.models.restore(1);
    const restored = ids(pupil);
    await pupil.models.use(1);
    const used = ids(pupil);
    await pupil.models.remove(2);
    await pupil.close();
    const again = await create({ store: "models" });
    codes.push(await codeOf(again.models.restore(2)));
    return { codes, removed, restored, used, again: ids(again) };
  });
  assert.deepEqual(found.codes, ["model_in_use", "unknown_model", "unknown_model", "unknown_model", "unknown_model"]);
  assert.deepEqual([found.removed, found.restored, found.used], [[[2, true]], [[2, true], [1, false]], [[2, false], [1, true]]]);
  assert.deepEqual(found.again, [[1, true]]);
});

test("of the models that are kept, removed ones give way first", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.set({ epochs: 1 });
    for (let run = 0; run < 12; run++) await pupil.train();
    await pupil.models.remove(11);
    await pupil.train();
    return { ids: pupil.project.models.map(({ id }) => id), code: await codeOf(pupil.models.restore(11)) };
  });
  assert.deepEqual(found, { ids: [13, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], code: "unknown_model" });
});
