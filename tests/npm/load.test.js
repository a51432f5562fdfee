/** A model file in another page: it names its classes, and classifies without a project. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

const skip = existsSync(new URL("../../pkg/dist/pupil.js", import.meta.url)) ? false : "pkg/dist is not built: cargo xtask pkg";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** Opens a model in the page, as `create` opens a project on the fake engine. */
test.beforeEach(() => page.evaluate(() => {
  globalThis.opened = (model, options = {}) => Pupil.load(model, { assets: "/tests/npm/fake-engine/", backend: "cpu", ...options });
  /** The file with another description. */
  globalThis.changed = (file, change) => {
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + Number(new DataView(file.buffer).getBigUint64(0, true)))));
    const [[name, description]] = Object.entries(header.__metadata__);
    const [key, value] = change(name, JSON.parse(description));
    const text = new TextEncoder().encode(JSON.stringify({ __metadata__: { [key]: JSON.stringify(value) } }));
    const size = new Uint8Array(8);
    new DataView(size.buffer).setBigUint64(0, BigInt(text.length), true);
    return new Blob([size, text]);
  };
}));

test("it classifies by the names that its classes had, and outlives its worker", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.classes.rename(1, "azure");
    const { id } = await pupil.classes.add("green");
    await pupil.pictures.add(id, await several(3, "lime"));
    await pupil.train();
    await pupil.classes.enable(id, false);
    globalThis.other = await opened(new Blob([await pupil.models.save()]));
    const { kind, scores } = await other.classify(await drawn("blue"));
    return { kind, scores: scores.map(({ label, score }) => [label, Math.round(score)]), classes: other.project.classes.map(({ name, pictures }) => [name, pictures.length]) };
  });
  assert.deepEqual(found, { kind: "trained", scores: [["red", 0], ["azure", 1]], classes: [["red", 0], ["azure", 0]] });

  browser.server.faults.set("classify", ["trap"]);
  const again = await page.evaluate(async () => (await other.classify(await drawn("blue"))).scores.map(({ label }) => label));
  assert.deepEqual(again, ["red", "azure"]);
  assert.deepEqual(browser.server.faults.get("classify"), [], "the worker died");
  assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
});

test("it comes with the network that it needs", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.networks.use("efficientnet_lite2");
    await pupil.train();
    const file = await pupil.models.save();
    const other = await opened(file);
    const elsewhere = changed(file, (name, model) => [name, { ...model, info: { ...model.info, backbone: "resnet50-12345678" } }]);
    const scratch = changed(file, (name, model) => [name, { ...model, info: { ...model.info, backbone: null } }]);
    return { inUse: other.project.backbones.find(({ inUse }) => inUse).id, elsewhere: await codeOf(opened(elsewhere)), scratch: await codeOf(opened(scratch)) };
  });
  // The toy engine has no networks from scratch, and says so.
  assert.deepEqual(found, { inUse: "efficientnet_lite2", elsewhere: "unknown_backbone", scratch: "wrong_model" });
});

test("what is no such file is refused, and a newer one told from it", async () => {
  const codes = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.train();
    const file = await pupil.models.save();
    const files = [
      new Blob([]), new Blob(["a text that is no model"]), new Blob([file.subarray(0, 40)]),
      changed(file, (_, model) => ["pupil-model-2", model]), changed(file, (_, model) => ["another-model-1", model]),
      changed(file, (name, model) => [name, { ...model, info: {} }]), changed(file, (name) => [name, null]),
      new URL("/no/such/model", location.href),
    ];
    return Promise.all(files.map((each) => codeOf(opened(each))));
  });
  assert.deepEqual(codes, ["wrong_model", "wrong_model", "wrong_model", "newer_model", "wrong_model", "wrong_model", "wrong_model", "not_loaded"]);
});

test("the real engine's file says the same elsewhere", { skip }, async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ assets: "/pkg/dist/" }, 4);
    const picture = await drawn("purple");
    const numbers = ({ scores }) => scores.map(({ label, score }) => [label, score]);
    const answers = async (made) => numbers(await (await Pupil.load(await made.models.save(), { backend: "cpu" })).classify(picture));
    const instant = [numbers(await pupil.classify(picture)), await answers(pupil)];
    await pupil.training.set({ epochs: 3 });
    await pupil.train();
    await pupil.models.use(1);
    return { instant, trained: [numbers(await pupil.classify(picture)), await answers(pupil)] };
  });
  for (const [here, there] of Object.values(found)) {
    assert.deepEqual(there, here);
    assert.deepEqual(here.map(([label]) => label), ["red", "blue"]);
  }
});
