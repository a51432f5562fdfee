/** Where copies go: a folder a class, under names that every file system takes and no two have. */
import { FileNames } from "../../pkg/lib/index.js";
import { groupOf, TROUBLE, WAITING } from "./order.js";

/** @import { Row } from "./pile.js" */
/** @typedef {{ row: Row, folder: string, name: string }} Place */

/**
 * @param {Row[]} rows those without an answer have no place
 * @param {(row: Row) => string} groupName of a row's class, or "none of these"
 * @returns {Place[]}
 */
export function placesOf(rows, groupName) {
  const answered = rows.filter((row) => ![TROUBLE, WAITING].includes(groupOf(row)));
  const folders = new FileNames();
  /** @type {Map<string, { folder: string, names: FileNames }>} */
  const byGroup = new Map();
  return answered.map((row) => {
    const there = byGroup.get(groupOf(row)) ?? { folder: folders.take(groupName(row)), names: new FileNames() };
    byGroup.set(groupOf(row), there);
    return { row, folder: there.folder, name: there.names.take(row.name) };
  });
}
