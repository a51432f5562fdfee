/** Puts pictures into a class as one step that can be undone: files, or frames that are taken out of a film on the way. */
import { PupilError } from "../../pkg/lib/index.js";
import { tellAdded } from "../history/arrivals.js";
import { nameOf } from "../history/classes.js";
import { hideNotice, showNotice } from "../page/notices.js";
import { count } from "../page/words.js";
import { foldedFailures } from "./failures.js";
import { reading } from "./reading.js";

/** @import { AddResult } from "../../pkg/lib/index.js" */
/** @import { EditHistory } from "../history/history.js" */
/** @import { Errand } from "./reading.js" */

/**
 * @typedef {object} Item
 * @property {string} path
 * @property {string | undefined} source of several items; undefined where each is its own
 * @property {() => Promise<File>} file
 */

/** Of the notice. */
const CODE = "put";

/** Frames of a film that are in memory at once. */
const FRAMES = 20;

/**
 * @template {Item} T
 * @param {EditHistory} history
 * @param {T[]} items
 * @param {number} classId
 * @param {(item: T, id: number) => void} [isIn] called for each with the id of its picture
 */
export async function putInto(history, items, classId, isIn = () => {}) {
  const errand = reading.begin(history.pupil, items.length);
  /** @type {number[]} */
  const ids = [];
  hideNotice(CODE);
  try {
    for (const some of batches(items)) {
      if (errand.signal.aborted) break;
      for (const [item, id] of await add(errand, some, classId)) (ids.push(id), isIn(item, id));
    }
  } finally {
    errand.end();
    tell(history, ids, classId, errand);
  }
}

/** Files all in one go, since near-copies among them are found so. @template {Item} T @param {T[]} items @returns {T[][]} */
function batches(items) {
  return [...Map.groupBy(items, ({ source }) => source)].flatMap(([source, some]) => {
    const size = source === undefined ? some.length : FRAMES;
    return Array.from({ length: Math.ceil(some.length / size) }, (_, index) => some.slice(size * index, size * (index + 1)));
  });
}

/** @template {Item} T @param {Errand} errand @param {T[]} items of one source @param {number} classId @returns {Promise<[T, number][]>} with the ids of those that came in */
async function add(errand, items, classId) {
  const named = withOwnNames(await readable(errand, items));
  const files = [...named.values()].map(({ file }) => file);
  const { added } = await errand.add(classId, files, { source: items[0]?.source }).catch(whatCameIn);
  return added.flatMap(({ id, name }) => {
    const found = named.get(name);
    return found ? [/** @type {[T, number]} */ ([found.item, id])] : [];
  });
}

/** Those that could be got. @template {Item} T @param {Errand} errand @param {T[]} items */
async function readable(errand, items) {
  const files = await Promise.all(items.map(async (item) => {
    const file = await item.file().catch(({ message }) => void errand.failures.push({ name: item.path, message }));
    return file ? [{ item, file }] : [];
  }));
  errand.skip(files.filter(({ length }) => length === 0).length);
  return files.flat();
}

/** A file whose name another one has takes its whole path for a name, to be told apart. @template {Item} T @param {{ item: T, file: File }[]} files */
function withOwnNames(files) {
  /** @type {Map<string, { item: T, file: File }>} */
  const named = new Map();
  for (const { item, file } of files) {
    let { name } = file;
    for (let number = 1; named.has(name); number++) name = number === 1 ? item.path : `${item.path} (${number})`;
    named.set(name, { item, file: name === file.name ? file : new File([file], name, { type: file.type }) });
  }
  return named;
}

/** Of an addition that was cancelled. @param {unknown} error @returns {AddResult} */
function whatCameIn(error) {
  if (error instanceof PupilError && error.code === "aborted") return /** @type {AddResult} */ (error.details.result);
  throw error;
}

/** @param {EditHistory} history @param {number[]} ids of what came in @param {number} classId @param {Errand} errand */
function tell(history, ids, classId, { failures }) {
  const name = nameOf(history, classId);
  if (ids.length > 0) tellAdded(history, ids, `${count(ids.length, "picture")} put into “${name}”`);
  if (failures.length > 0) showNotice({ code: CODE, message: `${count(failures.length, "picture")} could not be put into “${name}”.` }, { more: foldedFailures(failures) });
}
