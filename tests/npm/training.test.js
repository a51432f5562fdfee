/** Control of training, on the fake engine: pauses, and the learning-rate search. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** In the page: resolves with the next training message of a type. */
const WAITS = `globalThis.until = (pupil, type) => new Promise((resolve) => pupil.addEventListener("training", ({ detail }) => detail.type === type && resolve()));`;

test("a paused training rests, pictures are still classified, and it goes on to its end", async () => {
  await page.evaluate(WAITS);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.set({ epochs: 200 });
    const training = pupil.train();
    await until(pupil, "epoch");
    await Promise.all([until(pupil, "paused"), pupil.training.pause()]);
    const epochs = () => pupil.eventsOf("training").filter(({ type }) => type === "epoch").length;
    const before = epochs();
    const during = pupil.state;
    const { kind } = await pupil.classify(await drawn("red"));
    await pupil.training.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const resting = epochs();
    await Promise.all([until(pupil, "resumed"), pupil.training.resume()]);
    const resumed = pupil.state;
    const trained = await training;
    return { before, resting, during, resumed, kind, epochs: trained.epochs.length, types: pupil.eventsOf("training").map(({ type }) => type) };
  });
  assert.ok(found.before < 200);
  assert.equal(found.resting, found.before, "nothing is learned in a pause");
  assert.deepEqual([found.during, found.resumed, found.kind], ["paused", "training", "trained"]);
  assert.equal(found.epochs, 200);
  assert.equal(found.types.filter((type) => type === "paused" || type === "resumed").length, 2);
});

test("an empty class is left out, and told", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const { id } = await pupil.classes.add("empty");
    const messages = [];
    const { classIds } = await pupil.train({ onMessage: (message) => messages.push(message) });
    return { id, cannotTrain: pupil.project.cannotTrain, empty: messages[0].emptyClassIds, classIds, needsTraining: pupil.project.needsTraining };
  });
  assert.deepEqual(found, { id: 2, cannotTrain: null, empty: [2], classIds: [0, 1], needsTraining: false });
});

test("a paused training that is stopped ends as stopped, and the next does not rest", async () => {
  await page.evaluate(WAITS);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.pause();
    await pupil.training.resume();
    await pupil.training.set({ epochs: 1000 });
    const training = pupil.train();
    await until(pupil, "epoch");
    await Promise.all([until(pupil, "paused"), pupil.training.pause()]);
    await pupil.training.stop();
    const { epochs } = await training;
    const after = pupil.state;
    await pupil.training.set({ epochs: 2 });
    const again = await pupil.train();
    return { epochs: epochs.length, after, again: again.epochs.length, reasons: pupil.eventsOf("training").map(({ reason }) => reason).filter((reason, index, all) => reason && reason !== all[index - 1]) };
  });
  assert.ok(found.epochs < 1000);
  assert.equal(found.after, "idle");
  assert.equal(found.again, 2);
  assert.deepEqual(found.reasons, ["stopped", "completed"]);
});

test("a training that is stopped before it has begun ends as soon as it has", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.set({ epochs: 1000, patience: 0 });
    const training = pupil.train();
    await pupil.training.stop();
    const { reason, epochs } = await training;
    return { reason, few: epochs.length < 1000 };
  });
  assert.deepEqual(found, { reason: "stopped", few: true });
});

test("a paused training can be closed", async () => {
  await page.evaluate(WAITS);
  const code = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.set({ epochs: 1000 });
    const training = codeOf(pupil.train());
    await until(pupil, "epoch");
    await Promise.all([until(pupil, "paused"), pupil.training.pause()]);
    await pupil.close();
    return training;
  });
  assert.equal(code, "closed");
});

test("finds a learning rate, point by point, and changes nothing", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.instant.learn();
    const before = JSON.stringify(pupil.project);
    const points = [];
    const finding = pupil.training.findRate((point) => points.push(point));
    const codes = [await codeOf(pupil.training.findRate()), await codeOf(pupil.train())];
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
    const pupil = await twoClasses();
    const abort = new AbortController();
    let points = 0;
    const code = await codeOf(pupil.training.findRate(() => ++points === 3 && abort.abort(), { signal: abort.signal }));
    const late = await codeOf(pupil.training.findRate(() => {}, { signal: AbortSignal.abort() }));
    return { code, late, points, again: (await pupil.training.findRate()).points.length };
  });
  assert.deepEqual([found.code, found.late], ["aborted", "aborted"]);
  assert.ok(found.points < 100, String(found.points));
  assert.equal(found.again, 100);
});

test("a search that fails can be begun again; one that kills the engine is done again", async () => {
  browser.server.faults.set("rateSearchSteps", ["error", "trap"]);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const code = await codeOf(pupil.training.findRate());
    const { suggestion, points } = await pupil.training.findRate();
    return { code, suggestion, points: points.length, notices: pupil.eventsOf("notice").map((notice) => notice.code) };
  });
  assert.deepEqual([found.code, found.suggestion, found.points, found.notices], ["gpu_unavailable", 0.001, 100, ["engine_restarted"]]);
});

test("with too few classes there is nothing to look for", async () => {
  assert.equal(await page.evaluate(async () => codeOf((await create()).training.findRate())), "too_few_classes");
});
