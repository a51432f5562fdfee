/** A project that an earlier version stored opens unchanged. Its records are made by stored/make.js. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

const STORED = JSON.parse(readFileSync(new URL("stored/project.json", import.meta.url), "utf8"));

let page;
onOwnPages((fresh) => (page = fresh));

/** Writes a database as an earlier version of the package did. */
const writeStore = async ([name, { version, tables }]) => {
  const revived = (value) => {
    if (Array.isArray(value)) return value.map(revived);
    if (value === null || typeof value !== "object") return value;
    if (!value.$type) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revived(part)]));
    const bytes = Uint8Array.from(atob(value.data), (letter) => letter.charCodeAt(0));
    if (value.$type === "Blob") return new Blob([bytes], { type: value.type });
    return new globalThis[value.$type](bytes.buffer);
  };
  const database = await new Promise((resolve) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => Object.keys(tables).forEach((table) => request.result.createObjectStore(table));
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = database.transaction(Object.keys(tables), "readwrite");
  for (const [table, records] of Object.entries(tables)) for (const [key, value] of records) transaction.objectStore(table).put(revived(value), key);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
};

test("the records of an earlier version open, with all that they say", async () => {
  await page.evaluate(writeStore, ["old", STORED]);
  const found = await page.evaluate(async () => {
    const pupil = await create({ store: "old" });
    const { project } = pupil;
    const infos = await pupil.pictures.info([0, 6, 8]);
    const { scores } = await pupil.classify(await pupil.pictures.original(3));
    const { predictions } = await pupil.report("test");
    await pupil.models.use(1);
    const added = await pupil.classes.add("new");
    return { project, infos, scores, tested: predictions.map(({ pictureId }) => pictureId), inUse: pupil.project.models.map(({ id, inUse }) => [id, inUse]), thumbnail: (await pupil.pictures.thumbnail(6)).type, added };
  });
  const { project } = found;
  assert.deepEqual(project.classes, [
    { id: 0, name: "red", enabled: true, pictures: [0, 1, 6, 7], sources: 4 },
    { id: 1, name: "blue", enabled: true, pictures: [3, 4, 5, 8, 9], sources: 4 },
  ]);
  assert.deepEqual([project.disabledPictures, project.asidePictures], [[1], [6, 7]]);
  assert.deepEqual([project.settings.epochs, project.settings.method], [7, "denseHead"]);
  assert.deepEqual(project.models.map(({ info }) => [info.method, info.settings.method]), [["denseHead", "denseHead"], ["denseHead", "denseHead"]]);
  assert.deepEqual(project.models.map(({ id, complete, inUse, info }) => [id, complete, inUse, info.epochs.length]), [[2, true, true, 7], [1, true, false, 3]]);
  assert.deepEqual(project.models.map(({ savedAt }) => savedAt), STORED.tables.runs.map(([, { keptAt }]) => keptAt).reverse());
  assert.deepEqual(found.infos.map(({ name, aside }) => [name, aside]), [["red-0.png", false], ["red-0.png", true], ["recording 1", false]]);
  assert.ok(found.scores[1].score > 0.9, JSON.stringify(found.scores));
  assert.deepEqual(found.tested, [6, 7]);
  assert.deepEqual(found.inUse, [[2, false], [1, true]]);
  assert.equal(found.thumbnail, "image/jpeg");
  // The removed class 2 is deleted at the start; no model knows it.
  assert.equal(found.added.id, 2);
});

test("weights that an earlier version stored as one Blob are used, and deleted", async () => {
  const tables = Object.fromEntries(Object.keys(STORED.tables).map((table) => [table, []]));
  const file = { $type: "Blob", type: "", data: btoa("another network of one's own") };
  tables.backbones = [["own", { id: "own", architecture: "another", name: "own.safetensors", file }]];
  tables.values = [["backbone", "own"]];
  await page.evaluate(writeStore, ["weights", { version: 3, tables }]);
  const found = await page.evaluate(async () => {
    const pupil = await create({ store: "weights" });
    const { backbone, backbones } = pupil.project;
    await pupil.networks.use("efficientnet_lite0");
    await pupil.networks.remove("own");
    return { backbone, own: backbones.find(({ id }) => id === "own"), left: pupil.project.backbones.map(({ id }) => id), notices: pupil.eventsOf("notice") };
  });
  assert.deepEqual(found, {
    backbone: "another", own: { id: "own", architecture: "another", name: "own.safetensors", bytes: 28, inUse: true },
    left: ["efficientnet_lite0", "efficientnet_lite2"], notices: [],
  });
});

/** WebKit aborts a transaction that stores a Blob in a private window. */
test("no Blob is stored, and files come back with their types", async () => {
  const found = await page.evaluate(async () => {
    const pupil = await twoClasses({ store: "bytes" });
    await pupil.networks.load(new File(["another network of one's own", new Uint8Array(2 ** 24)], "own.safetensors"));
    const [original, thumbnail] = [await pupil.pictures.original(0), await pupil.pictures.thumbnail(0)];
    const { bytes } = pupil.project.backbones.at(-1);
    await pupil.close();
    const database = await new Promise((done) => (indexedDB.open("bytes").onsuccess = ({ target }) => done(target.result)));
    const all = (table) => new Promise((done) => (database.transaction(table).objectStore(table).getAll().onsuccess = ({ target }) => done(target.result)));
    const records = (await Promise.all([...database.objectStoreNames].map(all))).flat();
    database.close();
    const again = await create({ store: "bytes" });
    return {
      blobs: records.filter((record) => [record, ...Object.values(record)].some((value) => value instanceof Blob)).length,
      types: [original.type, thumbnail.type], bytes, backbone: again.project.backbone, notices: again.eventsOf("notice"),
    };
  });
  assert.deepEqual(found, { blobs: 0, types: ["image/png", "image/jpeg"], bytes: 28 + 2 ** 24, backbone: "another", notices: [] });
});

test("weights of several pieces are put together in order, and deleted whole", async () => {
  const found = await page.evaluate(async () => {
    const { readWeights, weightsChanges, weightsDeletions } = await import("/pkg/lib/worker/store/weights.js");
    const { MemoryStore } = await import("/pkg/lib/shared/memory.js");
    const store = new MemoryStore();
    const file = new Uint8Array(3 * 2 ** 24 + 5);
    for (let place = 0; place < file.length; place += 2 ** 20) file[place] = place / 2 ** 20 + 1;
    await store.write(weightsChanges("own", new Blob([file])));
    const read = await readWeights(store, { id: "own", bytes: file.length });
    const pieces = store.tables.weights.size;
    await store.write(weightsDeletions({ id: "own", bytes: file.length }));
    return { pieces, same: read.length === file.length && read.every((byte, place) => byte === file[place]), left: store.tables.weights.size };
  });
  assert.deepEqual(found, { pieces: 4, same: true, left: 0 });
});
