/** Says in one text what an import brought: what a person can check, then what was left out and why. */
import { fileName } from "../files/folder.js";
import { looseKey } from "../page/names.js";
import { count, list } from "../page/words.js";

/** @import { AddResult } from "../../pkg/lib/index.js" */
/** @import { Arrival, Found } from "../files/found.js" */
/** @import { Tree } from "../files/tree.js" */

/** One class's share of it. @typedef {{ name: string, training: AddResult, testing: AddResult }} Brought */

/** More names than anyone reads. */
const MAX_NAMES = 3;

/**
 * @param {Tree<Found>} tree
 * @param {Arrival} arrival
 * @param {Brought[]} brought
 * @param {(id: number) => string} nameOf a class
 * @param {boolean} cancelled
 * @returns {string}
 */
export function importWords(tree, { files, unreadable, words = [] }, brought, nameOf, cancelled) {
  const results = brought.flatMap(({ training, testing }) => [training, testing]);
  const sentences = [
    cancelled ? "Stopped; what is in stays." : "",
    cameIn(tree, brought) || `Nothing came in${files.length + unreadable.length + words.length === 0 ? ": the folder is empty" : ""}.`,
    ...words,
    amount(results.flatMap(({ duplicates }) => duplicates), "is in its class already", "are in their classes already"),
    inTwoClasses(results, nameOf),
    films(results),
    sideBySide(brought),
    ...leftOut(tree, unreadable),
    amount(results.flatMap(({ failed }) => failed.map(({ name, message }) => `${name}: ${message}`)), "could not be read", "could not be read"),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** "300 pictures to learn from in 10 classes, 60 set aside for testing from `test/`." @param {Tree<Found>} tree @param {Brought[]} brought */
function cameIn({ testFolders }, brought) {
  const training = brought.map(({ training }) => training.added.length).filter((added) => added > 0);
  const testing = sum(brought.map(({ testing }) => testing.added.length));
  const learnt = training.length > 0 ? `${count(sum(training), "picture")} to learn from in ${count(training.length, "class", "classes")}` : "";
  const aside = `${learnt ? testing.toLocaleString("en") : count(testing, "picture")} set aside for testing from ${list(testFolders.map((name) => `“${name}/”`))}`;
  const parts = [learnt, testing > 0 ? aside : ""].filter((part) => part !== "");
  return parts.length > 0 ? `${parts.join(", ")}.` : "";
}

/** @param {AddResult[]} results @param {(id: number) => string} nameOf */
export function inTwoClasses(results, nameOf) {
  const twice = results.flatMap(({ elsewhere }) => elsewhere).map(({ name, classId }) => `${name} is in “${nameOf(classId)}”`);
  return amount(twice, "is in another class, too", "are in another class, too");
}

/** Frames of a film stay together; one can check whether these are some. @param {AddResult[]} results */
export function films(results) {
  const lengths = results.flatMap(({ added }) => {
    const frames = new Map();
    for (const { source } of added) frames.set(source, (frames.get(source) ?? 0) + 1);
    return [...frames.values()].filter((length) => length > 1);
  });
  if (lengths.length === 0) return "";
  return `${count(sum(lengths), "numbered picture")} that look nearly the same are taken for frames of ${count(lengths.length, "film")}: each film is learnt from or held out as a whole.`;
}

/** Names that differ in capitals alone are two classes; that may be meant. @param {Brought[]} brought */
function sideBySide(brought) {
  const seen = new Map();
  const pairs = brought.flatMap(({ name }) => {
    const other = seen.get(looseKey(name));
    seen.set(looseKey(name), name);
    return other === undefined ? [] : [`“${other}” and “${name}” are two classes.`];
  });
  return pairs.join(" ");
}

/** @param {Tree<Found>} tree @param {string[]} unreadable */
function leftOut({ unlabelled, archives, others }, unreadable) {
  const names = (/** @type {Found[]} */ files) => files.map(({ path }) => fileName(path));
  const paths = unlabelled.map(({ path }) => path);
  const unpack = `${archives.length === 1 ? "is an archive" : "are archives"}: unpack ${archives.length === 1 ? "it" : "them"}, and add the folder`;
  return [
    amount(paths, "was left out: no folder names its class", "were left out: no folder names their class", "picture"),
    amount(names(archives), unpack, unpack),
    amount(names(others), "is no picture", "are no pictures"),
    amount(unreadable, "could not be read", "could not be read"),
  ];
}

/** The same, file by file. @param {Tree<Found>} tree @param {Arrival} arrival @returns {import("../import/failures.js").Failure[]} */
export function leftOutFiles({ unlabelled, archives, others }, { unreadable }) {
  const because = (/** @type {string[]} */ paths, /** @type {string} */ message) => paths.map((name) => ({ name, message }));
  const paths = (/** @type {Found[]} */ files) => files.map(({ path }) => path);
  return [
    ...because(paths(unlabelled), "No folder names its class."),
    ...because(paths(archives), "It is an archive: unpack it, and add the folder."),
    ...because(paths(others), "It is no picture."),
    ...because(unreadable, "It could not be read."),
  ];
}

/** "4 files are no pictures (a.csv, b.txt, c.md and 1 more)." @param {string[]} names @param {string} one @param {string} several @param {string} [noun] */
function amount(names, one, several, noun = "file") {
  if (names.length === 0) return "";
  const more = names.length - MAX_NAMES;
  const shown = more > 0 ? `${names.slice(0, MAX_NAMES).join(", ")} and ${more} more` : names.join(", ");
  return `${count(names.length, noun)} ${names.length === 1 ? one : several} (${shown}).`;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
