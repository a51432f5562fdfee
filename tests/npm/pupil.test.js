/** The main job on the fake engine: training, classifying and reporting. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("trains on two classes, classifies and reports", async () => {
  const found = await page.evaluate(async () => {
    const untrained = await (await create()).classify(await drawn("red"));
    const pupil = await twoClasses();
    const messages = [];
    const trained = await pupil.train({ onMessage: (message) => messages.push(message.type) });
    const red = await pupil.classify(await drawn("red"));
    const blue = await pupil.classify(await createImageBitmap(await drawn("blue")));
    return { untrained, trained, messages, red, blue, report: await pupil.report(), project: pupil.project };
  });
  assert.equal(found.untrained.kind, "imagenet");
  assert.deepEqual(found.trained.classIds, [0, 1]);
  assert.equal(found.messages[0], "started");
  assert.equal(found.messages.at(-1), "finished");
  assert.equal(found.messages.filter((type) => type === "epoch").length, found.trained.settings.epochs);
  assert.ok(found.red.scores[0].score > 0.9, JSON.stringify(found.red));
  assert.equal(found.red.scores[0].label, "red");
  assert.ok(found.blue.scores[1].score > 0.9, JSON.stringify(found.blue));
  assert.ok(found.blue.elapsedMs > 0);
  assert.equal(found.report.accuracy, 1);
  assert.equal(found.project.needsTraining, false);
});

test("takes pixels as they are", async () => {
  const scores = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.train();
    const red = new ImageData(new Uint8ClampedArray(32 * 32 * 4).map((_, index) => [255, 0, 0, 255][index % 4]), 32, 32);
    return (await pupil.classify(red)).scores;
  });
  assert.ok(scores[0].score > 0.9, JSON.stringify(scores));
});

test("emits a frozen snapshot after each change, before the call ends", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await create();
    const info = await pupil.classes.add("  cat ");
    const names = pupil.project.classes.map(({ name }) => name);
    await pupil.classes.rename(info.id, "dog");
    const renamed = pupil.project.classes[0].name;
    await pupil.classes.enable(info.id, false);
    return {
      info, names, renamed, enabled: pupil.project.classes[0].enabled, snapshots: pupil.eventsOf("project").length,
      frozen: Object.isFrozen(pupil.project) && Object.isFrozen(pupil.project.classes[0].pictures),
    };
  });
  assert.deepEqual(found.info, { id: 0, name: "cat", enabled: true, pictures: [], sources: 0 });
  assert.deepEqual(found.names, ["cat"]);
  assert.equal(found.renamed, "dog");
  assert.equal(found.enabled, false);
  assert.equal(found.snapshots, 3);
  assert.equal(found.frozen, true);
});

test("adding a class takes one snapshot of the project, the one that is emitted", async () => {
  const planned = Array(9).fill("");
  await page.evaluate(async () => {
    globalThis.pupil = await create();
  });
  browser.server.faults.set("project", planned);
  await page.evaluate(() => pupil.classes.add("one"));
  assert.equal(planned.length, 8);
});

test("errors carry the values of their message", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await create();
    const errorOf = (call) => call.catch((error) => ({ isError: error instanceof PupilError, code: error.code, details: error.details }));
    return [await errorOf(pupil.pictures.original(7)), await errorOf(pupil.models.use(3)), await errorOf(pupil.training.set({ epochs: 0 }))];
  });
  assert.deepEqual(found, [
    { isError: true, code: "unknown_picture", details: { id: 7 } },
    { isError: true, code: "unknown_model", details: { id: 3 } },
    { isError: true, code: "invalid_settings", details: { detail: "epochs" } },
  ]);
});

test("rejects with the engine's codes, and its own", async () => {
  const codes = await page.evaluate(async () => {
    const pupil = await create();
    return [
      await codeOf(pupil.classes.add(" ")),
      await codeOf(pupil.classes.rename(7, "x")),
      await codeOf(pupil.pictures.add(7, [await drawn("red")])),
      await codeOf(pupil.pictures.thumbnail(7)),
      await codeOf(pupil.train()),
      await codeOf(pupil.report()),
      await codeOf(pupil.models.load(new Uint8Array(3))),
      await codeOf(pupil.training.set({ epochs: 0 })),
      await codeOf(pupil.classify(new Blob(["no picture"]))),
      await codeOf(pupil.classify(() => {})),
    ];
  });
  assert.deepEqual(codes, [
    "empty_name", "unknown_class", "unknown_class", "unknown_picture", "too_few_classes", "not_trained", "wrong_model", "invalid_settings",
    "unsupported_format", "invalid_argument",
  ]);
});

test("never enters the engine while it is busy", async () => {
  browser.server.faults.set("addPicture", Array(4).fill("slow"));
  browser.server.faults.set("classify", Array(4).fill("slow"));
  const outcomes = await page.evaluate(async () => {
    const pupil = await twoClasses({}, 1);
    const blue = await drawn("blue");
    const outcomes = await Promise.allSettled([
      pupil.train(), pupil.pictures.add(0, await several(4, "red")), pupil.pictures.add(1, await several(4, "blue")),
      ...Array.from({ length: 6 }, () => pupil.classify(blue)), pupil.classes.rename(0, "crimson"), pupil.pictures.enable([0], false),
      pupil.models.save().catch(() => {}), pupil.report().catch(() => {}),
    ]);
    return outcomes.map(({ status, reason }) => reason?.message ?? status);
  });
  assert.deepEqual(new Set(outcomes), new Set(["fulfilled"]));
});

test("classifies between the files of a batch", async () => {
  browser.server.faults.set("addPicture", Array(10).fill("slow"));
  const order = await page.evaluate(async () => {
    const pupil = await create();
    const { id } = await pupil.classes.add("red");
    const order = [];
    const adding = pupil.pictures.add(id, await several(10, "red"), { onProgress: ({ done }) => order.push(done) });
    await pupil.classify(await drawn("red"));
    order.push("classified");
    await adding;
    return order;
  });
  assert.ok(order.indexOf("classified") < order.indexOf(4), String(order));
  assert.equal(order.at(-1), 10);
});

test("stops a run with the best so far, and trains again", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.set({ epochs: 1000 });
    const training = pupil.train();
    const second = await codeOf(pupil.train());
    await new Promise((resolve) => pupil.addEventListener("training", ({ detail }) => detail.type === "epoch" && resolve()));
    const during = pupil.state;
    await pupil.training.stop();
    const { epochs } = await training;
    await pupil.training.set({ epochs: 2 });
    const again = await pupil.train();
    await pupil.training.stop();
    return { second, during, after: pupil.state, epochs: epochs.length, again: again.epochs.length, reasons: pupil.eventsOf("training").map(({ reason }) => reason).filter((reason, index, all) => reason && reason !== all[index - 1]) };
  });
  assert.equal(found.second, "already_training");
  assert.equal(found.during, "training");
  assert.equal(found.after, "idle");
  assert.ok(found.epochs > 0 && found.epochs < 1000, String(found.epochs));
  assert.equal(found.again, 2);
  assert.deepEqual(found.reasons, ["stopped", "completed"]);
});

test("classifies while it trains, after a slice's steps", async () => {
  // A step takes a millisecond or more and a slice 40, so few steps are taken before the answer, however slow the machine is.
  const steps = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.set({ epochs: 1000 });
    let taken = 0;
    const grown = Promise.withResolvers();
    const onMessage = (message) => {
      if (message.type === "step") taken = message.steps;
      // Slices begin with one step and double: by now they have their length.
      if (taken >= 300) grown.resolve();
    };
    const training = pupil.train({ onMessage });
    const red = await drawn("red");
    const steps = [];
    await grown.promise;
    while (pupil.state === "training" && steps.length < 3) {
      const before = taken;
      await pupil.classify(red);
      steps.push(taken - before);
    }
    await pupil.training.stop();
    await training;
    return steps;
  });
  assert.equal(steps.length, 3);
  assert.ok(Math.max(...steps) < 100, String(steps));
});

test("brings a saved head back, and the default settings", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const defaults = pupil.project.settings;
    await pupil.training.set({ epochs: 5 });
    const changed = pupil.project.settings.epochs;
    await pupil.train();
    const head = await pupil.models.save();
    const other = await twoClasses();
    await other.models.load(head);
    const { scores } = await other.classify(await drawn("blue"));
    await pupil.training.reset();
    return { changed, back: JSON.stringify(pupil.project.settings) === JSON.stringify(defaults), scores };
  });
  assert.equal(found.changed, 5);
  assert.equal(found.back, true);
  assert.ok(found.scores[1].score > 0.5, JSON.stringify(found.scores));
});

test("ends: what is asked afterwards rejects", async () => {
  const codes = await page.evaluate(async () => {
    const pupil = await create();
    const last = pupil.classes.add("last").then(() => "added");
    await pupil.close();
    return [await last, await codeOf(pupil.classes.add("later"))];
  });
  assert.deepEqual(codes, ["added", "closed"]);
});

test("says what it cannot load", async () => {
  const code = await page.evaluate(() => codeOf(create({ assets: "/nowhere" })));
  assert.equal(code, "not_loaded");
});
