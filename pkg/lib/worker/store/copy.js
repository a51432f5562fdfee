/** Copies all that a project has into the empty store of another one, but what was removed. Files are read one by one. */

import { unlessLost } from "./lost.js";

/** @import { Lost } from "./lost.js" */
/** @import { Change, Key, Records, Store, Table } from "../../shared/store.d.ts" */

/** What is stored of a picture beside its record. @type {Table[]} */
const FILES = ["embeddings", "views", "blobs", "originals", "thumbnails"];

/** Records written at once. */
const BATCH = 16;

/**
 * @param {Store} from
 * @param {Store} to
 * @param {() => void} onStep called before each step; what it throws ends it
 * @returns {Promise<{ pictures: number, lost: Lost }>} how many pictures came, and what the browser has lost
 */
export async function copyProject(from, to, onStep) {
  const classes = await present(from, "classes");
  const kept = new Set(classes.map(({ id }) => id));
  const pictures = (await present(from, "pictures")).filter(({ classId }) => kept.has(classId));
  const runs = await present(from, "runs");
  /** @type {Lost} */
  const lost = { pictures: [], models: [] };
  await to.write(classes.map((value) => ({ table: "classes", key: value.id, value })));
  for (const run of runs) {
    onStep();
    const file = await copies(from, ["models"], run.id);
    if (file.length > 0) await to.write([{ table: "runs", key: run.id, value: run }, ...file]);
    else lost.models.push(run.id);
  }
  for (let start = 0; start < pictures.length; start += BATCH) {
    onStep();
    const batch = pictures.slice(start, start + BATCH).map(async (value) => ({ value, files: await copies(from, FILES, value.id) }));
    /** @type {Change[]} */
    const changes = [];
    for (const { value, files } of await Promise.all(batch)) {
      if (isWhole(files)) changes.push({ table: "pictures", key: value.id, value }, ...files);
      else lost.pictures.push(value.name);
    }
    await to.write(changes);
  }
  const isInUseLost = lost.models.includes(Number(await from.get("values", "run")));
  for (const key of ["settings", "backbone", "instantViews", ...(isInUseLost ? [] : ["run"])]) await to.write(await copies(from, ["values"], key));
  return { pictures: pictures.length - lost.pictures.length, lost };
}

/** The records that are not removed. @template {"classes" | "pictures" | "runs"} T @param {Store} store @param {T} table */
async function present(store, table) {
  /** @type {Records[T][]} */
  const records = [];
  for await (const chunk of store.chunks(table)) for (const [, record] of chunk) if (!record.removed) records.push(record);
  return records;
}

/**
 * What stores the same under the same key, but for what the browser has lost.
 * @param {Store} from
 * @param {Table[]} tables
 * @param {Key} key
 * @returns {Promise<Change[]>}
 */
async function copies(from, tables, key) {
  const values = await Promise.all(tables.map((table) => unlessLost(from.get(table, key))));
  return tables.flatMap((table, index) => ((values[index] ?? null) === null ? [] : [/** @type {Change} */ ({ table, key, value: values[index] })]));
}

/** Whether what a picture cannot be without is among them: early versions had its file in another table. @param {Change[]} files */
function isWhole(files) {
  const tables = files.map(({ table }) => table);
  return tables.includes("embeddings") && (tables.includes("originals") || tables.includes("blobs"));
}
