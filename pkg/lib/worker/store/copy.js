/** Copies all that a project has into the empty store of another one, but what was removed. Files are read one by one. */

/** @import { Change, Key, Records, Store, Table } from "../../shared/store.d.ts" */

/** Records written at once. */
const BATCH = 16;

/** @param {Store} from @param {Store} to @param {() => void} onStep called before each step; what it throws ends it @returns {Promise<number>} number of pictures */
export async function copyProject(from, to, onStep) {
  const classes = await present(from, "classes");
  const kept = new Set(classes.map(({ id }) => id));
  const pictures = (await present(from, "pictures")).filter(({ classId }) => kept.has(classId));
  const runs = await present(from, "runs");
  await to.write(classes.map((value) => ({ table: "classes", key: value.id, value })));
  for (const run of runs) {
    onStep();
    await to.write([{ table: "runs", key: run.id, value: run }, ...(await copies(from, ["models"], run.id))]);
  }
  for (let start = 0; start < pictures.length; start += BATCH) {
    onStep();
    const batch = pictures.slice(start, start + BATCH);
    const files = await Promise.all(batch.map(({ id }) => copies(from, ["embeddings", "views", "blobs", "originals", "thumbnails"], id)));
    await to.write([...batch.map((value) => /** @type {Change} */ ({ table: "pictures", key: value.id, value })), ...files.flat()]);
  }
  for (const key of ["settings", "run", "backbone", "instantViews"]) await to.write(await copies(from, ["values"], key));
  return pictures.length;
}

/** The records that are not removed. @template {"classes" | "pictures" | "runs"} T @param {Store} store @param {T} table */
async function present(store, table) {
  /** @type {Records[T][]} */
  const records = [];
  for await (const chunk of store.chunks(table)) for (const [, record] of chunk) if (!record.removed) records.push(record);
  return records;
}

/** @param {Store} from @param {Table[]} tables @param {Key} key @returns {Promise<Change[]>} what stores the same under the same key */
async function copies(from, tables, key) {
  const values = await Promise.all(tables.map((table) => from.get(table, key)));
  return tables.flatMap((table, index) => (values[index] === undefined ? [] : [/** @type {Change} */ ({ table, key, value: values[index] })]));
}
