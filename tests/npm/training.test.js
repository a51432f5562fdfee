/** The client against the fake engine: a training that rests, and the search for a learning rate. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** In the page: resolves when training tells of something. */
const HEARS = `globalThis.hears = (pupil, type) => new Promise((resolve) => pupil.addEventListener("training", ({ detail }) => detail.type === type && resolve()));`;

test("a paused training rests, pictures are still classified, and it goes on to its end", async () => {
  await page.evaluate(HEARS);
  const found = await page.evaluate(async () => {
    const pupil = await taught();
    await pupil.setSettings({ epochs: 200 });
    const training = pupil.train();
    await hears(pupil, "epoch");
    await Promise.all([hears(pupil, "paused"), pupil.pauseTraining()]);
    const epochs = () => pupil.toldOf("training").filter(({ type }) => type === "epoch").length;
    const before = epochs();
    const during = [pupil.training, pupil.paused];
    const { kind } = await pupil.classify(await drawn("red"));
    await pupil.pauseTraining();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const resting = epochs();
    await Promise.all([hears(pupil, "resumed"), pupil.resumeTraining()]);
    const resumed = pupil.paused;
    const trained = await training;
    return { before, resting, during, resumed, kind, epochs: trained.epochs.length, types: pupil.toldOf("training").map(({ type }) => type) };
  });
  assert.ok(found.before < 200);
  assert.equal(found.resting, found.before, "nothing is learned in a pause");
  assert.deepEqual([found.during, found.resumed, found.kind], [[true, true], false, "imagenet"]);
  assert.equal(found.epochs, 200);
  assert.equal(found.types.filter((type) => type === "paused" || type === "resumed").length, 2);
});

test("a paused training that is stopped ends as stopped, and the next does not rest", async () => {
  await page.evaluate(HEARS);
  const found = await page.evaluate(async () => {
    const pupil = await taught();
    await pupil.pauseTraining();
    await pupil.resumeTraining();
    await pupil.setSettings({ epochs: 1000 });
    const training = pupil.train();
    await hears(pupil, "epoch");
    await Promise.all([hears(pupil, "paused"), pupil.pauseTraining()]);
    await pupil.stopTraining();
    const { epochs } = await training;
    const after = [pupil.training, pupil.paused];
    await pupil.setSettings({ epochs: 2 });
    const again = await pupil.train();
    return { epochs: epochs.length, after, again: again.epochs.length, reasons: pupil.toldOf("training").map(({ reason }) => reason).filter(Boolean) };
  });
  assert.ok(found.epochs < 1000);
  assert.deepEqual(found.after, [false, false]);
  assert.equal(found.again, 2);
  assert.deepEqual(found.reasons, ["stopped", "completed"]);
});

test("a paused training can be closed", async () => {
  await page.evaluate(HEARS);
  const code = await page.evaluate(async () => {
    const pupil = await taught();
    await pupil.setSettings({ epochs: 1000 });
    const training = codeOf(pupil.train());
    await hears(pupil, "epoch");
    await Promise.all([hears(pupil, "paused"), pupil.pauseTraining()]);
    await pupil.close();
    return training;
  });
  assert.equal(code, "closed");
});

test("finds a learning rate, point by point, and changes nothing", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await taught();
    const before = JSON.stringify(pupil.project);
    const points = [];
    const finding = pupil.findLearningRate((point) => points.push(point));
    const codes = [await codeOf(pupil.findLearningRate()), await codeOf(pupil.train())];
    const result = await finding;
    const same = JSON.stringify(pupil.project) === before;
    await pupil.train();
    return { points, result, codes, same, epochs: pupil.project.trained.epochs.length };
  });
  assert.equal(found.result.suggestion, 0.001);
  assert.equal(found.points.length, 100);
  assert.deepEqual(found.points, found.result.points);
  assert.ok(found.points.every(({ rate }, index) => index === 0 || rate > found.points[index - 1].rate));
  assert.deepEqual(found.codes, ["already_training", "already_training"]);
  assert.deepEqual([found.same, found.epochs], [true, 20]);
});

test("a search is given up when its signal says so, and another can begin", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await taught();
    const abort = new AbortController();
    let points = 0;
    const code = await codeOf(pupil.findLearningRate(() => ++points === 3 && abort.abort(), { signal: abort.signal }));
    const late = await codeOf(pupil.findLearningRate(() => {}, { signal: AbortSignal.abort() }));
    return { code, late, points, again: (await pupil.findLearningRate()).points.length };
  });
  assert.deepEqual([found.code, found.late], ["aborted", "aborted"]);
  assert.ok(found.points < 100, String(found.points));
  assert.equal(found.again, 100);
});

test("a search that fails can be begun again; one that kills the engine is done again", async () => {
  browser.server.faults.set("findSteps", ["error", "trap"]);
  const found = await page.evaluate(async () => {
    const pupil = await taught();
    const code = await codeOf(pupil.findLearningRate());
    const { suggestion, points } = await pupil.findLearningRate();
    return { code, suggestion, points: points.length, notices: pupil.toldOf("notice").map((notice) => notice.code) };
  });
  assert.deepEqual([found.code, found.suggestion, found.points, found.notices], ["gpu_unavailable", 0.001, 100, ["engine_restarted"]]);
});

test("with too few classes there is nothing to look for", async () => {
  assert.equal(await page.evaluate(async () => codeOf((await create()).findLearningRate())), "too_few_classes");
});
