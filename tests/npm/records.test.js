/** The records of classes and pictures: what is found by content and by source, without a walk over all pictures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStore } from "../../pkg/lib/shared/memory.js";
import { Records } from "../../pkg/lib/worker/store/records.js";

const picture = (id, classId, source, hash = `hash ${id}`) => ({ id, classId, source, hash, name: "", enabled: true, aside: false, removed: false, call: "" });
const write = (value) => ({ table: "pictures", key: value.id, value });

/** Two classes with the same file in both, and a recording. */
async function filled() {
  const store = new MemoryStore();
  await store.write([0, 1].map((id) => ({ table: "classes", key: id, value: { id, name: "", enabled: true, removed: false, call: "" } })));
  await store.write([picture(0, 0, "a", "same"), picture(1, 1, "a", "same"), picture(2, 0, "film"), picture(3, 0, "film")].map(write));
  const records = await Records.read(store);
  // A walk over all pictures fails.
  records.pictures.values = () => assert.fail("walks over all pictures");
  return records;
}

test("a duplicate is of the same class and not removed, also after a move", async () => {
  const records = await filled();
  assert.equal(records.duplicate(0, "same").id, 0);
  assert.equal(records.duplicate(1, "same").id, 1);
  assert.equal(records.duplicate(1, "hash 2"), undefined);
  records.apply([write({ ...picture(2, 0, "film"), classId: 1 })]);
  assert.equal(records.duplicate(0, "hash 2"), undefined);
  assert.equal(records.duplicate(1, "hash 2").id, 2);
  records.apply([write({ ...picture(0, 0, "a", "same"), removed: true })]);
  assert.equal(records.duplicate(0, "same"), undefined);
  records.apply([write(picture(4, 0, "b", "same"))]);
  assert.equal(records.duplicate(0, "same").id, 4);
});

test("a source's pictures are found, removed ones too, until they are deleted", async () => {
  const records = await filled();
  const ids = (...sources) => records.ofSources(sources).map(({ id }) => id);
  assert.deepEqual(ids("film", "film"), [2, 3]);
  records.apply([write({ ...picture(3, 0, "film"), removed: true })]);
  assert.deepEqual(ids("film", "a"), [2, 3, 0, 1]);
  records.apply([{ table: "pictures", key: 3 }]);
  assert.deepEqual(ids("film"), [2]);
  assert.deepEqual(ids("none"), []);
});
