/** Several projects in one store, against the fake engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

let page;
const browser = onOwnPages((fresh) => (page = fresh));

for (const store of ["several", null]) {
  const where = store ? "in the database" : "in memory";

  test(`what is there is the first; another is opened, and left again, ${where}`, async () => {
    const found = await page.evaluate(async (store) => {
      const pupil = await twoClasses({ store });
      await pupil.train();
      await pupil.training.set({ epochs: 7 });
      const first = pupil.project;
      const names = [first.name];
      const other = await pupil.projects.create("  Other  ");
      const seen = [];
      pupil.addEventListener("project", ({ detail }) => seen.push(`${detail.name} ${detail.classes.length}`));
      await pupil.projects.open(other.id);
      const atOnce = seen.slice(0, 2);
      const fresh = pupil.project;
      const { id } = await pupil.classes.add("green");
      await pupil.pictures.add(id, [await drawn("green")]);
      const lists = [await pupil.projects.list()];
      await pupil.projects.open(0);
      lists.push(await pupil.projects.list());
      const back = pupil.project;
      const { scores } = await pupil.classify(await drawn("blue"));
      const code = [await codeOf(pupil.projects.open(9)), await codeOf(pupil.projects.open(0))];
      return { names, atOnce, fresh, first, back, scores, code, lists: lists.map((list) => list.map(({ id, name, pictures, open }) => [id, name, pictures, open])) };
    }, store);
    assert.deepEqual(found.names, ["My project"]);
    assert.deepEqual(found.atOnce, ["My project 0", "Other 0"], "first nothing is there, then the other one");
    assert.deepEqual([found.fresh.id, found.fresh.name, found.fresh.classes, found.fresh.trained, found.fresh.models, found.fresh.settings.epochs], [1, "Other", [], null, [], 20]);
    assert.deepEqual(found.lists, [[[1, "Other", 1, true], [0, "My project", 6, false]], [[0, "My project", 6, true], [1, "Other", 1, false]]]);
    assert.deepEqual({ ...found.back, instant: null }, { ...found.first, instant: null });
    assert.ok(found.scores[1].score > 0.9);
    assert.deepEqual(found.code, ["unknown_project", null]);
  });

  test(`copied with all that is in it, ${where}`, async () => {
    const found = await page.evaluate(async (store) => {
      const pupil = await twoClasses({ store: store && "copied" });
      await pupil.pictures.setAside([2], true);
      await pupil.pictures.enable([1], false);
      await pupil.pictures.remove([3]);
      await pupil.train();
      await pupil.training.set({ epochs: 7 });
      const before = pupil.project;
      await pupil.projects.rename(0, "Pets 2026");
      const { id, name, pictures } = await pupil.projects.duplicate(0);
      await pupil.pictures.remove([0]);
      await pupil.projects.open(id);
      const original = await pupil.pictures.original(4);
      return { before, after: pupil.project, name, pictures, type: original.type };
    }, store);
    const { before, after } = found;
    assert.deepEqual({ ...after, instant: null }, { ...before, id: 1, name: "Pets 2026 2", instant: null });
    assert.deepEqual([found.name, found.pictures, found.type], ["Pets 2026 2", 5, "image/png"]);
  });
}

/** Has reads of records fail as in Chromium, where the file behind one is gone: a large value is in a file of its own. */
const losing = (...records) => `
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (key) {
    if (${JSON.stringify(records)}.includes(this.name + " " + key)) throw new DOMException("Data lost due to missing file.", "NotReadableError");
    return get.call(this, key);
  };`;

test("copied without what the browser has lost: told, and all else is in it", async () => {
  browser.server.prelude = losing("originals 4", "views 0", "models 2");
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "lost" });
    await pupil.train();
    await pupil.train();
    const used = await codeOf(pupil.models.use(2));
    await pupil.models.use(1);
    const opening = indexedDB.open("lost");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const transaction = opening.result.transaction("originals", "readwrite");
    transaction.objectStore("originals").delete(1);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    const { id, pictures } = await pupil.projects.duplicate(0);
    const notices = pupil.eventsOf("notice");
    await pupil.projects.open(id);
    const { classes, models } = pupil.project;
    const types = await Promise.all(classes.flatMap(({ pictures }) => pictures).map(async (picture) => (await pupil.pictures.original(picture)).type));
    return { used, pictures, notices, classes: classes.map(({ pictures }) => pictures), models: models.map(({ id, inUse }) => [id, inUse]), types };
  });
  assert.equal(found.used, "model_lost");
  assert.deepEqual([found.pictures, found.classes, found.models, found.types], [4, [[0, 2], [3, 5]], [[1, true]], Array(4).fill("image/png")]);
  assert.deepEqual(found.notices, [
    { code: "picture_lost", message: "2 pictures are not in the copy, because the browser has lost them (red-1.png, blue-1.png). Add them again, if you still have them.", details: { names: ["red-1.png", "blue-1.png"] } },
    { code: "model_lost", message: "1 trained model is not in the copy, because the browser has lost it. Train again, if you need it.", details: { ids: [2] } },
  ]);
});

test("a lost model costs that model alone: the project opens, is saved, and copied", async () => {
  browser.server.prelude = losing("models 1");
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "modelless" });
    await pupil.train();
    await pupil.close();
    const again = await create({ store: "modelless" });
    const copy = await again.projects.duplicate(0);
    const zip = await again.projects.save();
    const { pictures, missing } = await (await create()).projects.import(zip);
    await again.projects.open(copy.id);
    const { trained, models } = again.project;
    return { trained, models, copied: copy.pictures, pictures, missing, notices: again.eventsOf("notice").map(({ code, message }) => [code, message]) };
  });
  const told = (where) => ["model_lost", `1 trained model is not in the ${where}, because the browser has lost it. Train again, if you need it.`];
  assert.deepEqual(found.notices, [told("copy"), told("file")]);
  assert.deepEqual({ ...found, notices: null }, { trained: null, models: [], copied: 6, pictures: 6, missing: ["model 1"], notices: null });
});

test("one that is made and not opened is not open at the next start", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "next" });
    await pupil.projects.create("Other");
    await pupil.projects.duplicate(0);
    await pupil.close();
    const again = await create({ store: "next" });
    return [again.project.id, again.project.classes.length];
  });
  assert.deepEqual(found, [0, 2]);
});

test("the last one opens by itself, and what was removed is gone then", async () => {
  const before = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "last" });
    await pupil.projects.rename(0, "Pets");
    const [one, two, three] = [await pupil.projects.create("One"), await pupil.projects.create("One"), await pupil.projects.create("Three")];
    await pupil.projects.open(two.id);
    await pupil.classes.add("green");
    const codes = [await codeOf(pupil.projects.remove(two.id)), await codeOf(pupil.projects.create(" ")), await codeOf(pupil.projects.rename(7, "x"))];
    await pupil.projects.remove(one.id);
    await pupil.projects.remove(three.id);
    await pupil.projects.restore(three.id);
    await pupil.projects.rename(three.id, "Pets");
    return { codes, names: (await pupil.projects.list()).map(({ name }) => name) };
  });
  assert.deepEqual(before, { codes: ["project_open", "empty_name", "unknown_project"], names: ["One 2", "Pets", "Pets 2"] });
  await browser.restart();
  page = await browser.page();
  const after = await page.evaluate(async () => {
    const pupil = await create({ store: "last" });
    const { name, classes } = pupil.project;
    const databases = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith("last")).sort();
    return { name, classes: classes.map(({ name }) => name), code: await codeOf(pupil.projects.restore(1)), databases };
  });
  assert.deepEqual(after, { name: "One 2", classes: ["green"], code: "unknown_project", databases: ["last", "last/2", "last/3"] });
});

test("the first can be removed like any other, and nothing shared goes with it", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "first" });
    await pupil.setBackend("cpu");
    await pupil.projects.open((await pupil.projects.create("Other")).id);
    await pupil.projects.remove(0);
    await pupil.close();
    const again = await create({ store: "first", backend: "auto" });
    await again.projects.create("New");
    return { reason: again.backend.reason, projects: (await again.projects.list()).map(({ id, name }) => [id, name]) };
  });
  assert.deepEqual(found, { reason: "asked", projects: [[1, "Other"], [2, "New"]] });
});

test("everything is deleted: all projects", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "all" });
    const { id } = await pupil.projects.create("Other");
    await pupil.projects.open(id);
    await pupil.classes.add("green");
    await pupil.clear();
    const { name, classes } = pupil.project;
    const databases = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith("all"));
    return { name, classes, projects: (await pupil.projects.list()).length, databases };
  });
  assert.deepEqual(found, { name: "My project", classes: [], projects: 1, databases: ["all"] });
});

test("is not left during a training; other calls under way end with a reason", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "busy" });
    const { id } = await pupil.projects.create("Other");
    await pupil.training.set({ epochs: 1000, patience: 0 });
    const training = pupil.train();
    await new Promise((resolve) => pupil.addEventListener("training", resolve, { once: true }));
    const busy = await codeOf(pupil.projects.open(id));
    await pupil.training.stop();
    await training;
    const adding = codeOf(pupil.pictures.add(0, await several(60, "red")));
    await pupil.projects.open(id);
    const left = await adding;
    const { classes } = pupil.project;
    return { busy, left, classes };
  });
  assert.deepEqual(found, { busy: "busy", left: "project_left", classes: [] });
});

test("outlives a worker that dies, in memory too", async () => {
  browser.server.faults.set("classify", ["trap"]);
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses();
    await pupil.projects.open((await pupil.projects.create("Other")).id);
    await pupil.classes.add("green");
    await pupil.classify(await drawn("blue"));
    const { name, classes } = pupil.project;
    await pupil.projects.open(0);
    return { notices: pupil.eventsOf("notice").map(({ code }) => code), name, classes: classes.map(({ name }) => name), first: pupil.project.classes.map(({ name, pictures }) => [name, pictures.length]) };
  });
  assert.deepEqual(found, { notices: ["engine_restarted"], name: "Other", classes: ["green"], first: [["red", 3], ["blue", 3]] });
});
