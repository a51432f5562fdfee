/** The answers as a table for other programs: UTF-8 with a byte order mark, as spreadsheets want it, quoted as RFC 4180 has it. */
import { sureness } from "./order.js";

/** @import { Answer, Row } from "./pile.js" */
/** @typedef {Answer["classes"][number]} Named a class, as an answer has it */

/** Spreadsheets take what begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** More digits than a score has. */
const DIGITS = 6;

/**
 * Nothing in it is altered, for a file that is called “=1” must be found by its name, and a class by its own. A path that would be taken
 * for a formula begins with "./": it is the same path, and no formula. Names of classes are left as the person at the page gave them.
 * @param {Row[]} rows
 * @param {(named: Named) => string} nameOf a class now
 * @returns {string[]} the lines, with their ends
 */
export function csvLines(rows, nameOf) {
  const classes = classesOf(rows);
  const timed = rows.some(({ time }) => time !== null);
  const head = ["path", ...(timed ? ["seconds"] : []), "class", "score", "second best", "score of second best", "none of these", ...[...classes.values()].map((named) => `p(${nameOf(named)})`), "problem"];
  return ["\ufeff" + lineOf(head), ...rows.map((row) => lineOf(fieldsOf(row, timed, [...classes.keys()], nameOf)))];
}

/** Those that any answer knows, by what tells them apart. @param {Row[]} rows @returns {Map<string, Named>} */
function classesOf(rows) {
  const lists = new Set(rows.flatMap(({ answer }) => answer?.classes ? [answer.classes] : []));
  return new Map([...lists].flat().map((named) => [keyOf(named), named]));
}

/** @param {Named} named */
function keyOf({ classId, label }) {
  return classId === null ? label : `class ${classId}`;
}

/** @param {Row} row @param {boolean} timed @param {string[]} keys of the classes @param {(named: Named) => string} nameOf */
function fieldsOf({ path, time, answer, trouble }, timed, keys, nameOf) {
  const name = (/** @type {number} */ index) => (answer?.classes[index] ? nameOf(answer.classes[index]) : "");
  const scores = new Map(answer?.classes.map((named, index) => [keyOf(named), answer.scores[index]]));
  return [
    FORMULA.test(path) ? `./${path}` : path,
    ...(timed ? [time === null ? "" : String(time)] : []),
    name(answer?.best ?? -1), answer && number(sureness(answer)), name(answer?.second ?? -1), number(answer?.scores[answer.second]),
    answer && String(answer.none), ...keys.map((key) => number(scores.get(key))), trouble,
  ];
}

/** With a point, whatever the language. @param {number | undefined} score */
function number(score) {
  return score === undefined || score < 0 ? "" : String(Number(score.toFixed(DIGITS)));
}

/** @param {(string | null)[]} fields */
function lineOf(fields) {
  return `${fields.map((field) => quoted(field ?? "")).join(",")}\r\n`;
}

/** @param {string} field */
function quoted(field) {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
