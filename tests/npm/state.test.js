/** The states of a training run, and what is refused in each. Against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

test("a run goes through its states, each announced", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const seen = [];
    pupil.addEventListener("state", ({ detail }) => seen.push([detail, pupil.state]));
    const before = pupil.state;
    const onMessage = ({ type }) => {
      if (type === "started") void pupil.training.pause();
      if (type === "paused") void pupil.training.resume();
    };
    await pupil.train({ onMessage });
    return { before, seen, types: pupil.eventsOf("training").map(({ type }) => type) };
  });
  assert.equal(found.before, "idle");
  assert.deepEqual(found.seen.map(([detail]) => detail), ["training", "paused", "training", "finishing", "idle"]);
  assert.ok(found.seen.every(([detail, state]) => detail === state));
  assert.deepEqual(found.types.slice(-2), ["finishing", "finished"]);
});

test("a second training is refused while the first is being finished and saved", async () => {
  // The last phase of this method looks at every picture again.
  browser.server.faults.set("saveModel", ["slow"]);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.setMethod("fineTune");
    await pupil.training.set({ epochs: 2 });
    const codes = [];
    const states = [];
    const onMessage = ({ type }) => {
      if (type !== "finishing" && type !== "finished") return;
      states.push([type, pupil.state]);
      codes.push(codeOf(pupil.train()));
    };
    await pupil.train({ onMessage });
    return { states, codes: await Promise.all(codes), after: pupil.state, again: (await pupil.train()).epochs.length, models: pupil.project.models.length };
  });
  assert.deepEqual(found.states, [["finishing", "finishing"], ["finished", "finishing"]]);
  assert.deepEqual(found.codes, ["already_training", "already_training"]);
  assert.deepEqual([found.after, found.again, found.models], ["idle", 2, 2]);
});

test("stopping again leaves out the last phase", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.setMethod("fineTune");
    await pupil.training.set({ epochs: 1000 });
    const { epochs } = await pupil.train({ onMessage: ({ type }) => (type === "epoch" || type === "finishing") && pupil.training.stop() });
    const reasons = pupil.eventsOf("training").filter(({ reason }) => reason).map(({ type, reason }) => [type, reason]);
    return { epochs: epochs.length, reasons, state: pupil.state };
  });
  assert.ok(found.epochs < 1000);
  assert.deepEqual(found.reasons, [["finishing", "stopped"], ["finished", "stopped"]]);
  assert.equal(found.state, "idle");
});

test("a last phase that fails is left out, and the model is saved all the same", async () => {
  // Six pictures are supplied for training, and again for the last phase.
  browser.server.faults.set("supply", [...Array(6).fill(""), "error"]);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.training.setMethod("fineTune");
    await pupil.training.set({ epochs: 2 });
    const { epochs } = await pupil.train();
    return { epochs: epochs.length, models: pupil.project.models.map(({ complete }) => complete), notices: pupil.eventsOf("notice").map(({ code }) => code) };
  });
  assert.deepEqual(found, { epochs: 2, models: [true], notices: ["gpu_unavailable"] });
});

test("a run that fails ends, and another can begin", async () => {
  browser.server.faults.set("trainSteps", ["", "error"]);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    // The next task must find the engine free.
    const [code, kind] = await Promise.all([codeOf(pupil.train()), pupil.classify(await drawn("red")).then(({ kind }) => kind)]);
    const state = pupil.state;
    return { code, kind, state, epochs: (await pupil.train()).epochs.length };
  });
  assert.equal(found.code, "gpu_unavailable");
  assert.match(found.kind, /^(imagenet|trained)$/);
  assert.deepEqual([found.state, found.epochs], ["idle", 20]);
});

test("a search and a training refuse each other, and an evaluation holds the network", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    const searching = pupil.training.findRate();
    const codes = [await codeOf(pupil.train()), await codeOf(pupil.networks.use("efficientnet_lite2"))];
    await searching;
    return { codes, state: pupil.state };
  });
  assert.deepEqual(found, { codes: ["already_training", "busy"], state: "idle" });
});
