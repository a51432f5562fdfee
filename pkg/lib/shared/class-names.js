/** The names of classes: how they are written, and when two are the same. */

/** Maximum number of characters of a class's name; the engine cuts longer ones. */
export const MAX_LENGTH = 100;

/** Characters that nobody sees: soft hyphens, zero-width spaces, marks of direction; not the joiners, which change what stands around them. */
const UNSEEN = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu;

/** The name as a class gets it: composed (NFC), trimmed, cut. @param {string} name */
export function className(name) {
  return [...name.normalize("NFC").trim()].slice(0, MAX_LENGTH).join("").trim();
}

/** Equal for names of any length that look the same. @param {string} name */
export function fullKey(name) {
  return name.normalize("NFC").replace(UNSEEN, "").replace(/\s+/gu, " ").trim();
}

/** Equal for names that look the same as names of classes. @param {string} name */
export function nameKey(name) {
  return className(fullKey(name));
}

/** Equal for names of any length that differ in capitals alone, too. @param {string} name */
export function looseKey(name) {
  return fullKey(name).toLowerCase().normalize("NFC");
}

/** Two classes cannot have the same: blanks, and how accents are encoded, make no difference. @param {string} a @param {string} b */
export function sameName(a, b) {
  return nameKey(a) === nameKey(b);
}

/**
 * The one that is called `name`; if there is none, the only one whose name differs in capitals alone.
 * @template {{ name: string }} T
 * @param {T[]} classes
 * @param {string} name
 * @returns {T | undefined}
 */
export function findByName(classes, name) {
  const key = looseKey(nameKey(name));
  const alike = classes.filter((each) => looseKey(nameKey(each.name)) === key);
  return alike.find((each) => sameName(each.name, name)) ?? (alike.length === 1 ? alike[0] : undefined);
}
