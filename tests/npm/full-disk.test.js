/** The disk is full in the middle of a write, of every kind: it is told, and nothing is half done. Against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

/** The worker's database has room for so many more requests as the page says; `deletes`: deleting takes room, too. */
const limited = (/** @type {string} */ store, room = Infinity) => `
  let room = ${room};
  const limits = new BroadcastChannel("room of ${store}");
  let deletes = true;
  limits.onmessage = ({ data }) => {
    if (data === "limited") return;
    ({ room, deletes } = data);
    limits.postMessage("limited");
  };
  for (const name of ["put", "delete", "clear"]) {
    const method = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...args) {
      if ((name === "put" || deletes) && --room < 0) throw new DOMException("There is no room.", "QuotaExceededError");
      return method.apply(this, args);
    };
  }
`;

/** @param {string} store */
function prepare(store) {
  browser.server.prelude = limited(store);
  return page.evaluate(async (store) => {
    globalThis.limit = (room, deletes = true) => new Promise((resolve) => {
      const limits = new BroadcastChannel(`room of ${store}`);
      limits.onmessage = () => resolve(limits.close());
      limits.postMessage({ room, deletes });
    });
    // An instant model would follow, and change the project.
    globalThis.pupil = await twoClasses({ store, instant: false });
    globalThis.added = async (file) => {
      const { failed } = await pupil.pictures.add(0, [file]);
      if (failed.length > 0) throw new PupilError(failed[0].code, failed[0].message);
    };
    /** What a call does with room for fewer requests than it takes: the codes, and whether the project stayed the same each time. */
    globalThis.squeezed = async (requests, call) => {
      const before = JSON.stringify(pupil.project);
      const found = [];
      for (let room = 0; room < requests; room++) {
        await limit(room);
        found.push([await codeOf(call()), JSON.stringify(pupil.project) === before]);
      }
      await limit(Infinity);
      return found;
    };
  }, store);
}

/** The kinds of writes, and how many requests each makes. A class that finds no room takes the id 2 with it: the next one is 3. */
const WRITES = {
  "classes.add": [1, () => pupil.classes.add("green")],
  "classes.rename": [1, () => pupil.classes.rename(0, "crimson")],
  "classes.enable": [1, () => pupil.classes.enable(3, false)],
  "classes.remove": [1, () => pupil.classes.remove(3)],
  "classes.restore": [1, () => pupil.classes.restore(3)],
  "classes.remove again": [1, () => pupil.classes.remove(3)],
  "pictures.add": [3, () => added(another)],
  "pictures.move": [2, () => pupil.pictures.move([0, 1], 1)],
  "pictures.enable": [2, () => pupil.pictures.enable([0, 1], false)],
  "pictures.setAside": [2, () => pupil.pictures.setAside([3, 4], true)],
  "pictures.remove": [2, () => pupil.pictures.remove([2, 3])],
  "pictures.restore": [2, () => pupil.pictures.restore([2, 3])],
  "training.set": [1, () => pupil.training.set({ epochs: 7 })],
  "training.setMethod": [1, () => pupil.training.setMethod("fineTune")],
  "training.reset": [1, () => pupil.training.reset()],
  "models.use": [1, () => pupil.models.use(1)],
  "models.remove": [1, () => pupil.models.remove(2)],
  "networks.load": [10, () => pupil.networks.load(new File(["another network of one's own"], "own.safetensors"))],
  "networks.use": [8, () => pupil.networks.use("efficientnet_lite0")],
  "projects.create": [2, () => pupil.projects.create("Another")],
  "projects.rename": [2, () => pupil.projects.rename(1, "The other")],
  "projects.remove": [1, () => pupil.projects.remove(1)],
  "projects.restore": [2, () => pupil.projects.restore(1)],
  "networks.remove": [2, () => pupil.networks.remove(pupil.project.backbones.find(({ name }) => name === "own.safetensors").id)],
};

test("each kind of write is done wholly or not at all", async () => {
  await prepare("squeezed");
  const found = await page.evaluate(async (kinds) => {
    for (let run = 0; run < 2; run++) await pupil.train();
    globalThis.another = await drawn("red");
    const found = {};
    for (const [name, requests, source] of kinds) {
      const call = new Function("pupil", `return ${source}`)(pupil);
      const tries = await squeezed(requests, call);
      found[name] = [tries, await codeOf(call())];
    }
    const left = JSON.stringify(pupil.project);
    await pupil.close();
    globalThis.pupil = await create({ store: "squeezed", instant: false });
    const { trainingPictures } = await pupil.train();
    const again = { ...pupil.project };
    return { found, left: JSON.parse(left), again, trainingPictures };
  }, Object.entries(WRITES).map(([name, [requests, call]]) => [name, requests, String(call)]));
  for (const [name, [requests]] of Object.entries(WRITES)) {
    assert.deepEqual(found.found[name], [Array(requests).fill(["storage_full", true]), null], name);
  }
  // Six pictures and one more; two are disabled, two aside.
  assert.equal(found.trainingPictures, 3);
  for (const part of ["classes", "disabledPictures", "asidePictures", "backbones", "settings"]) assert.deepEqual(found.again[part], found.left[part], part);
});

test("a model that finds no room is used all the same, and told of", async () => {
  await prepare("homeless");
  const found = await page.evaluate(async () => {
    const first = await pupil.train();
    const file = await pupil.models.save();
    const found = [];
    // The model's file, what is known of it, and that it is in use.
    for (let room = 0; room < 3; room++) {
      await limit(room);
      const { model, inUse } = await pupil.train();
      await pupil.models.load(file);
      const { kind } = await pupil.classify(await drawn("red"));
      found.push([model, inUse, kind, pupil.project.models.map(({ id, inUse }) => [id, inUse])]);
    }
    const notices = pupil.eventsOf("notice").map(({ code }) => code);
    await limit(Infinity);
    await pupil.close();
    const again = await create({ store: "homeless" });
    return { first: first.model, found, notices, models: again.project.models.map(({ id, inUse }) => [id, inUse]), trained: again.project.trained !== null };
  });
  assert.equal(found.first, 1);
  assert.deepEqual(found.found, Array(3).fill([null, true, "trained", [[1, false]]]));
  assert.deepEqual(found.notices, Array(6).fill("storage_full"));
  assert.deepEqual([found.models, found.trained], [[[1, true]], true]);
});

test("where even deleting finds no room, all stays as it was, and Pupil starts", async () => {
  await prepare("stuck");
  const found = await page.evaluate(async () => {
    const cleared = await squeezed(8, () => pupil.clear());
    const backend = await squeezed(2, () => pupil.setBackend("auto"));
    await pupil.classes.remove(1);
    const left = JSON.stringify(pupil.project.classes);
    await pupil.close();
    return { cleared, backend, left };
  });
  assert.deepEqual(found.cleared, Array(8).fill(["storage_full", true]));
  assert.deepEqual(found.backend, Array(2).fill(["storage_full", true]));
  browser.server.prelude = limited("stuck", 0);
  const classes = await page.evaluate(async () => JSON.stringify((await create({ store: "stuck" })).project.classes));
  assert.equal(classes, found.left);
});

test("where there is no room even for a mark, what is removed is deleted at once", async () => {
  await prepare("marks");
  const found = await page.evaluate(async () => {
    for (let run = 0; run < 2; run++) await pupil.train();
    const copy = await pupil.projects.duplicate(0);
    const codesOf = async (verb) => [
      await codeOf(pupil.pictures[verb]([0])), await codeOf(pupil.classes[verb](1)), await codeOf(pupil.models[verb](1)), await codeOf(pupil.projects[verb](copy.id)),
    ];
    await limit(0, false);
    const removed = await codesOf("remove");
    const databases = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith("marks"));
    await limit(Infinity);
    const restored = await codesOf("restore");
    const { classes, models } = pupil.project;
    await pupil.close();
    const again = await create({ store: "marks", instant: false });
    const projects = (await again.projects.list()).map(({ id }) => id);
    return { removed, restored, databases, projects, classes, models: models.map(({ id }) => id), again: again.project.classes };
  });
  assert.deepEqual(found.removed, [null, null, null, null]);
  assert.deepEqual(found.restored, ["unknown_picture", "unknown_class", "unknown_model", "unknown_project"]);
  assert.deepEqual([found.databases, found.projects], [["marks"], [0]]);
  assert.deepEqual(found.classes.map(({ id, pictures }) => [id, pictures]), [[0, [1, 2]]]);
  assert.deepEqual(found.models, [2]);
  assert.deepEqual(found.again, found.classes);
});
