/** On a full disk, what was removed gives way to what is added. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PupilError } from "../../pkg/lib/shared/errors.js";
import { SparingStore } from "../../pkg/lib/worker/store/sparing.js";

/** Has room for some records. */
class SmallStore {
  records = new Map();

  constructor(room) {
    this.room = room;
  }

  async write(changes) {
    const after = new Map(this.records);
    for (const { table, key, value } of changes) value === undefined ? after.delete(`${table} ${key}`) : after.set(`${table} ${key}`, value);
    if (after.size > this.room) throw new PupilError("storage_full", "There is no room left.");
    this.records = after;
  }
}

const added = (key) => [{ table: "pictures", key, value: {} }, { table: "originals", key, value: {} }];
const deleted = (key) => [{ table: "pictures", key }, { table: "originals", key }];

/** Full, with the pictures 1 and 2; making room deletes the first. */
async function full() {
  const small = new SmallStore(4);
  const store = new SparingStore(small);
  await store.write([...added(1), ...added(2)]);
  store.makeRoom = () => store.write(deleted(1));
  return { store, keys: () => [...small.records.keys()] };
}

test("what is added takes the room of what was removed", async () => {
  const { store, keys } = await full();
  await store.write(added(3));
  assert.deepEqual(keys(), ["pictures 2", "originals 2", "pictures 3", "originals 3"]);
});

test("where that is not enough, it is told, and nothing more is tried", async () => {
  const { store, keys } = await full();
  await assert.rejects(store.write([...added(3), ...added(4)]), { code: "storage_full" });
  assert.deepEqual(keys(), ["pictures 2", "originals 2"]);
});

test("what is only marked, as restoring does, deletes nothing", async () => {
  const { store, keys } = await full();
  await assert.rejects(store.write([{ table: "runs", key: 1, value: {} }]), { code: "storage_full" });
  assert.equal(keys().length, 4);
});
