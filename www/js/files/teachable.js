/** Finds the class of each picture in the files in which other teaching pages save a project: there it is no folder's name. */
import { fullKey } from "../page/names.js";

/** @typedef {{ label: string, file: string }} Named the class that the program says, and a name for the picture */

/** Teachable Machine: "cat-!-12.jpg" beside its manifest.json. */
const NAMED = /^(.+)-!-(.+)$/s;

/** GenAI Teachable Machine: "samples/0_12.png", by the number of a label in metadata.json. */
const NUMBERED = /^samples\/(\d+)_(\d+\.\w+)$/;

/** Where labels are. */
export const LABELS = "metadata.json";

/**
 * The class of each picture; null for what else such a project has.
 * @param {string[]} paths in the archive
 * @param {string | null} labels the text of its metadata.json
 * @returns {(Named | null)[] | null} null if it is no such project
 */
export function teachableClasses(paths, labels) {
  if (paths.some((path) => NAMED.test(path))) return paths.map((path) => named(NAMED.exec(path)));
  const names = namesIn(labels);
  if (names.length === 0 || !paths.some((path) => NUMBERED.test(path))) return null;
  return paths.map((path) => {
    const [, index, file] = NUMBERED.exec(path) ?? [];
    return file === undefined ? null : named(["", names[Number(index)] ?? `Class ${Number(index) + 1}`, file]);
  });
}

/** @param {ArrayLike<string> | null} match whole, class, file @returns {Named | null} */
function named(match) {
  const [, label, file] = match ? Array.from(match) : [];
  return label === undefined || file === undefined ? null : { label: fullKey(label) === "" ? "No name" : label, file: file.replaceAll("/", "_") };
}

/** @param {string | null} labels @returns {string[]} */
function namesIn(labels) {
  try {
    const found = JSON.parse(labels ?? "{}")?.labels;
    return Array.isArray(found) ? found.map(String) : [];
  } catch {
    return []; // another program's file of that name
  }
}
