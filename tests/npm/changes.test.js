/** What crosses from the worker to the page when the project changes, and what the page makes of it. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { ProjectState } from "../../pkg/lib/page/bridge/project.js";
import { MemoryStore } from "../../pkg/lib/shared/memory.js";
import { Records } from "../../pkg/lib/worker/store/records.js";
import { makeMany } from "../page/many.js";
import { onOwnPages } from "./browser.js";

/** The lists of a snapshot, made from all records. @param {Records} records */
function listsOf(records) {
  const present = [...records.pictures.values()].filter((record) => records.isPresent(record)).sort((a, b) => a.id - b.id);
  const ids = (pictures) => pictures.map(({ id }) => id);
  const classes = [...records.classes.values()].filter(({ removed }) => !removed).sort((a, b) => a.id - b.id);
  return {
    classes: classes.map(({ id, name, enabled }) => {
      const own = present.filter(({ classId }) => classId === id);
      return { id, name, enabled, pictures: ids(own), sources: new Set(own.map(({ source }) => source)).size };
    }),
    disabledPictures: ids(present.filter(({ enabled }) => !enabled)),
    asidePictures: ids(present.filter(({ aside }) => aside)),
  };
}

const CLASSES = 4;
const PICTURES = 30;

/** Any change of a class or a picture, as the worker writes them. @param {(max: number) => number} upTo */
function anyChange(upTo) {
  const value = { enabled: upTo(3) > 0, removed: upTo(3) === 0, call: "" };
  if (upTo(5) === 0) {
    const id = upTo(CLASSES - 1);
    return { table: "classes", key: id, value: { id, name: `name ${upTo(9)}`, ...value } };
  }
  const id = upTo(PICTURES - 1);
  if (upTo(9) === 0) return { table: "pictures", key: id };
  return { table: "pictures", key: id, value: { id, classId: upTo(CLASSES - 1), source: `source ${upTo(5)}`, hash: `hash ${id}`, name: "", aside: upTo(2) === 0, ...value } };
}

suite("what the page makes of changes", () => {
  test("the lists are those of all records, after any changes", async () => {
    const random = xoroshiro128plus(1);
    const upTo = (max) => uniformInt(random, 0, max);
    const records = await Records.read(new MemoryStore());
    const state = new ProjectState(records.takeChanges());
    for (let round = 0; round < 2000; round++) {
      records.apply(Array.from({ length: upTo(3) }, () => anyChange(upTo)));
      state.apply(records.takeChanges());
      assert.deepEqual({ ...state.snapshot }, listsOf(records), `round ${round}`);
    }
    assert.deepEqual({ ...new ProjectState(records.takeChanges()).snapshot }, { classes: [], disabledPictures: [], asidePictures: [] }, "all changes were taken");
  });

  test("what did not change is the same object, and all of it is frozen", () => {
    const picture = (id, classId) => ({ id, classId, enabled: true, aside: id === 0 });
    const named = (id) => ({ id, name: "", enabled: true, sources: 1 });
    const gone = { classesGone: [], picturesGone: [] };
    const state = new ProjectState({ ...gone, classes: [named(0), named(1)], pictures: [picture(0, 0), picture(1, 1)], settings: { epochs: 1 } });
    const before = state.snapshot;
    state.apply({ ...gone, classes: [named(1)], pictures: [picture(2, 1)] });
    const after = state.snapshot;
    assert.deepEqual(after.classes.map(({ pictures }) => pictures), [[0], [1, 2]]);
    assert.notEqual(after, before);
    for (const part of ["settings", "asidePictures", "disabledPictures"]) assert.equal(after[part], before[part], part);
    assert.equal(after.classes[0], before.classes[0]);
    for (const part of [after, after.classes, ...after.classes, after.classes[1].pictures, after.settings, after.asidePictures]) assert.ok(Object.isFrozen(part));
  });
});

suite("what crosses", () => {
  let page;
  onOwnPages((fresh) => (page = fresh));

  /** The largest message from the worker while pictures come in and are edited, in characters. @param {number} pictures there are before */
  async function largestMessage(pictures) {
    const store = `${pictures} pictures`;
    await makeMany(page, { store, pictures, classes: 10, features: 48 });
    return page.evaluate(async (store) => {
      let largest = 0;
      const { addEventListener } = Worker.prototype;
      Worker.prototype.addEventListener = function (type, listener) {
        if (type === "message") addEventListener.call(this, type, ({ data }) => (largest = Math.max(largest, JSON.stringify(data).length)));
        addEventListener.call(this, type, listener);
      };
      const pupil = await create({ store });
      const started = largest;
      largest = 0;
      for (const file of await several(3, "red")) await pupil.pictures.add(0, [file]);
      await pupil.pictures.move([0], 1);
      await pupil.pictures.enable([1], false);
      await pupil.pictures.setAside([2], true);
      await pupil.pictures.remove([3]);
      await pupil.classes.rename(4, "renamed");
      const counts = pupil.project.classes.map(({ pictures }) => pictures.length);
      await pupil.close();
      Worker.prototype.addEventListener = addEventListener;
      return { started, largest, counts };
    }, store);
  }

  test("no message grows with the project but the first", async () => {
    const [few, many] = [await largestMessage(20), await largestMessage(400)];
    assert.deepEqual(few.counts, [4, 2, ...Array(8).fill(2)]);
    assert.deepEqual(many.counts, [41, 41, ...Array(8).fill(40)]);
    assert.ok(many.started > 4 * few.started, `${few.started} and ${many.started} characters of the whole project`);
    // A longer id is a few characters more.
    assert.ok(many.largest < few.largest + 50, `${few.largest} characters with 20 pictures, ${many.largest} with 400`);
  });
});
