/** Which rows of a pile are shown, and in what order. */

/** @import { Answer, Row } from "./pile.js" */

/** @typedef {"name" | "class" | "sure" | "none"} Column that rows can be sorted by */
/** @typedef {{ column: Column, falls: boolean } | null} Order null: as they came */

/** What is neither a class. */
export const NONE = "none";
export const TROUBLE = "trouble";
export const WAITING = "waiting";

/** As people sort: 2 before 10. */
export const byName = new Intl.Collator(undefined, { numeric: true }).compare;

/**
 * What a row is counted among: a class, by its id or its label; or one of those above.
 * @param {Row} row
 * @returns {string}
 */
export function groupOf({ answer, trouble }) {
  if (trouble !== "") return TROUBLE;
  if (!answer) return WAITING;
  if (answer.none) return NONE;
  const best = answer.classes[answer.best];
  return best ? `class ${best.classId ?? best.label}` : NONE;
}

/** How sure the model is of its answer, 0–1; -1 without one. @param {Answer | null} answer */
export function sureness(answer) {
  return answer?.scores[answer.best] ?? -1;
}

/** How many rows each group has, the largest first. @param {Row[]} rows @returns {Map<string, number>} */
export function groups(rows) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const row of rows) counts.set(groupOf(row), (counts.get(groupOf(row)) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/**
 * @param {Row[]} rows in the order they came
 * @param {string} group of those that are wanted; "" for all
 * @param {Order} order
 * @param {(row: Row) => string} nameOf the class that a row is called
 * @returns {Row[]} those without an answer last, whichever way it goes
 */
export function arranged(rows, group, order, nameOf) {
  const shown = group === "" ? [...rows] : rows.filter((row) => groupOf(row) === group);
  if (!order) return shown;
  const compare = COMPARE[order.column](nameOf);
  const sign = order.falls ? -1 : 1;
  const isOut = (/** @type {Row} */ row) => Number(order.column !== "name" && row.answer === null);
  return shown.sort((a, b) => isOut(a) - isOut(b) || sign * compare(a, b) || a.id - b.id);
}

/** @type {Record<Column, (nameOf: (row: Row) => string) => (a: Row, b: Row) => number>} */
const COMPARE = {
  name: () => (a, b) => byName(a.path, b.path) || (a.time ?? 0) - (b.time ?? 0),
  class: (nameOf) => (a, b) => byName(nameOf(a), nameOf(b)) || sureness(b.answer) - sureness(a.answer),
  sure: () => (a, b) => sureness(a.answer) - sureness(b.answer),
  none: () => (a, b) => Number(b.answer?.none ?? false) - Number(a.answer?.none ?? false) || sureness(b.answer) - sureness(a.answer),
};
