/** The names of classes that the page gives; when two are the same, the package knows. */
import { classNames } from "../../pkg/lib/index.js";

export const { className, findByName, fullKey, looseKey, nameKey, sameName } = classNames;

const { MAX_LENGTH } = classNames;

/**
 * Names of classes for folders, no two the same: where a cut at the end would make them so, they are cut inside; then numbered.
 * @param {string[]} labels
 */
export function distinctNames(labels) {
  const counts = new Map();
  for (const label of labels) counts.set(nameKey(label), (counts.get(nameKey(label)) ?? 0) + 1);
  const taken = new Set();
  return labels.map((label) => {
    const cut = counts.get(nameKey(label)) > 1 ? cutInside(label) : className(label);
    let name = cut;
    for (let number = 2; taken.has(nameKey(name)); number++) name = `${[...cut].slice(0, MAX_LENGTH - 5).join("")} ${number}`;
    taken.add(nameKey(name));
    return name;
  });
}

/** @param {string} name */
function cutInside(name) {
  const letters = [...name.normalize("NFC").trim()];
  const half = Math.floor(MAX_LENGTH / 2);
  return letters.length > MAX_LENGTH ? `${letters.slice(0, half).join("")}…${letters.slice(1 + half - MAX_LENGTH).join("")}` : letters.join("");
}

/** "Class 1", or the next that is free. @param {{ name: string }[]} classes */
export function freeName(classes) {
  let number = 1;
  while (classes.some(({ name }) => sameName(name, `Class ${number}`))) number++;
  return `Class ${number}`;
}

/** Whether the page gave the name, not a person. @param {string} name */
export function isGivenName(name) {
  return /^Class \d+$/.test(name);
}
