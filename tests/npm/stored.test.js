/** A project that an earlier version stored opens unchanged. Its records are made by stored/make.js. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { onOwnPages } from "./browser.js";

const STORED = JSON.parse(readFileSync(new URL("stored/project.json", import.meta.url), "utf8"));

let page;
onOwnPages((fresh) => (page = fresh));

test("the records of an earlier version open, with all that they say", async () => {
  const found = await page.evaluate(async ({ version, tables }) => {
    const revived = (value) => {
      if (Array.isArray(value)) return value.map(revived);
      if (value === null || typeof value !== "object") return value;
      if (!value.$type) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revived(part)]));
      const bytes = Uint8Array.from(atob(value.data), (letter) => letter.charCodeAt(0));
      if (value.$type === "Blob") return new Blob([bytes], { type: value.type });
      return new globalThis[value.$type](bytes.buffer);
    };
    const database = await new Promise((resolve) => {
      const request = indexedDB.open("old", version);
      request.onupgradeneeded = () => Object.keys(tables).forEach((table) => request.result.createObjectStore(table));
      request.onsuccess = () => resolve(request.result);
    });
    const transaction = database.transaction(Object.keys(tables), "readwrite");
    for (const [table, records] of Object.entries(tables)) for (const [key, value] of records) transaction.objectStore(table).put(revived(value), key);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();

    const pupil = await create({ store: "old" });
    const { project } = pupil;
    const infos = await pupil.pictures.info([0, 6, 8]);
    const { scores } = await pupil.classify(await pupil.pictures.original(3));
    const { predictions } = await pupil.report("test");
    await pupil.models.use(1);
    const added = await pupil.classes.add("new");
    return { project, infos, scores, tested: predictions.map(({ pictureId }) => pictureId), inUse: pupil.project.models.map(({ id, inUse }) => [id, inUse]), added };
  }, STORED);
  const { project } = found;
  assert.deepEqual(project.classes, [
    { id: 0, name: "red", enabled: true, pictures: [0, 1, 6, 7], sources: 4 },
    { id: 1, name: "blue", enabled: true, pictures: [3, 4, 5, 8, 9], sources: 4 },
  ]);
  assert.deepEqual([project.disabledPictures, project.asidePictures], [[1], [6, 7]]);
  assert.equal(project.settings.epochs, 7);
  assert.deepEqual(project.models.map(({ id, complete, inUse, info }) => [id, complete, inUse, info.epochs.length]), [[2, true, true, 7], [1, true, false, 3]]);
  assert.deepEqual(project.models.map(({ savedAt }) => savedAt), STORED.tables.runs.map(([, { keptAt }]) => keptAt).reverse());
  assert.deepEqual(found.infos.map(({ name, aside }) => [name, aside]), [["red-0.png", false], ["red-0.png", true], ["recording 1", false]]);
  assert.ok(found.scores[1].score > 0.9, JSON.stringify(found.scores));
  assert.deepEqual(found.tested, [6, 7]);
  assert.deepEqual(found.inUse, [[2, false], [1, true]]);
  // The removed class 2 is deleted at the start; no model knows it.
  assert.equal(found.added.id, 2);
});
