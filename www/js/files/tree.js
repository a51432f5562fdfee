/** Turns the paths of files into classes, what is set aside for testing, and what is left over. */
import { distinctNames, fullKey, looseKey } from "../page/names.js";
import { Folder, foldersOf } from "./folder.js";
import { visible } from "./hidden.js";
import { placed } from "./walk.js";

/** @import { Entry } from "./folder.js" */
/** @template {Entry} T @typedef {import("./walk.js").Placed<T>} Placed */

/** @template {Entry} T @typedef {Placed<T> & { label: string }} Labelled with the folder that names its class */

/**
 * @template {Entry} T
 * @typedef {object} ClassFiles
 * @property {string} name
 * @property {T[]} training
 * @property {T[]} testing set aside
 */

/**
 * @template {Entry} T
 * @typedef {object} Tree
 * @property {ClassFiles<T>[]} classes in the order of their names
 * @property {T[]} loose pictures that came without any folder
 * @property {T[]} unlabelled pictures beside the folders that name classes
 * @property {T[]} archives zip files and the like
 * @property {T[]} others files that are no pictures
 * @property {string[]} testFolders the folders of what is set aside: "test"
 */

const ARCHIVE = /\.(zip|tar|tgz|gz|bz2|xz|7z|rar)$/i;

/** As people sort: 2 before 10. */
const byName = new Intl.Collator(undefined, { numeric: true }).compare;

/**
 * @template {Entry} T
 * @param {T[]} entries
 * @returns {Tree<T>}
 */
export function treeOf(entries) {
  const files = visible(entries).sort((a, b) => byName(a.path, b.path));
  const archives = files.filter(({ path, picture }) => !picture && ARCHIVE.test(path));
  const others = files.filter((file) => !file.picture && !archives.includes(file));
  const pictures = placedPictures(files);
  const { labelled, unlabelled } = labels(pictures);
  const flat = pictures.every(({ entry }) => foldersOf(entry.path).length === 0);
  const testing = labelled.filter(({ role }) => isAside(role));
  return {
    classes: classesOf(labelled),
    loose: flat ? unlabelled : [],
    unlabelled: flat ? [] : unlabelled,
    archives,
    others,
    testFolders: [...new Set(testing.map(({ part }) => part))],
  };
}

/**
 * The pictures of one class, which has a name already; those without a folder in the order in which they were chosen.
 * @template {Entry} T
 * @param {T[]} entries
 * @returns {{ training: T[], testing: T[], others: T[] }} the others are no pictures
 */
export function partsOfOne(entries) {
  const files = visible(entries);
  const inFolders = files.filter(({ path }) => path.includes("/")).sort((a, b) => byName(a.path, b.path));
  const inOrder = [...files.filter(({ path }) => !path.includes("/")), ...inFolders];
  return { ...byPart(placedPictures(inOrder)), others: inOrder.filter(({ picture }) => !picture) };
}

/** @template {Entry} T @param {T[]} files */
function placedPictures(files) {
  const root = new Folder("");
  const pictures = files.filter(({ picture }) => picture);
  for (const file of pictures) if (file.label === undefined) root.add(file);
  const named = pictures.filter(({ label }) => label !== undefined).map((entry) => ({ entry, levels: [], role: null, part: "", loose: false, beside: false }));
  return /** @type {Placed<T>[]} */ ([...placed(root), ...named]);
}

/** Pictures with the level that names their class. @template {Entry} T @param {Placed<T>[]} pictures */
function labels(pictures) {
  const level = classLevel(pictures.filter(({ beside, entry }) => !beside && entry.label === undefined));
  /** @type {Labelled<T>[]} */
  const labelled = [];
  /** @type {T[]} */
  const unlabelled = [];
  for (const picture of pictures) {
    const label = picture.beside ? undefined : (picture.entry.label ?? level(picture));
    label === undefined ? unlabelled.push(picture.entry) : labelled.push({ ...picture, label });
  }
  return { labelled, unlabelled };
}

/**
 * Finds the outermost level at which the folders differ.
 * @template {Entry} T
 * @param {Placed<T>[]} pictures
 * @returns {(picture: Placed<T>) => string | undefined} the folder that names the picture's class
 */
function classLevel(pictures) {
  const shared = sharedLevels(pictures.map(({ levels }) => levels));
  const deeper = pictures.filter(({ levels }) => levels.length > shared);
  const direct = pictures.filter(({ levels, role }) => levels.length === shared && role === null);
  if (deeper.length > 0 && (shared === 0 || deeper.length > direct.length)) return ({ levels }) => levels[shared];
  if (shared > 0) return ({ levels, loose }) => (loose ? undefined : levels[shared - 1]);
  return ({ entry, loose }) => (loose ? undefined : foldersOf(entry.path).at(-1));
}

/** How many folders all have in common, from the outside in. @param {string[][]} paths */
function sharedLevels(paths) {
  const [first = [], ...others] = paths;
  const differs = first.findIndex((name, level) => others.some((path) => fullKey(path[level] ?? "") !== fullKey(name)));
  return differs < 0 ? first.length : differs;
}

/** @template {Entry} T @param {Labelled<T>[]} pictures @returns {ClassFiles<T>[]} */
function classesOf(pictures) {
  const groups = grouped(pictures, keys(pictures));
  const names = distinctNames([...groups.values()].map(labelOf));
  const named = [...groups.values()].map((group, index) => {
    const { training, testing } = byPart(group);
    return { name: /** @type {string} */ (names[index]), training, testing };
  });
  return named.sort((a, b) => byName(a.name, b.name));
}

/** As the pictures that are learnt from have it. @template {Entry} T @param {[Labelled<T>, ...Labelled<T>[]]} group */
function labelOf(group) {
  return (group.find(({ role }) => !isAside(role)) ?? group[0]).label;
}

/**
 * Folders whose names differ in capitals alone are one class, unless they lie side by side.
 * @param {{ label: string, part: string }[]} pictures
 * @returns {(picture: { label: string }) => string}
 */
function keys(pictures) {
  const seen = new Map();
  const sideBySide = new Set();
  for (const { label, part } of pictures) {
    const place = `${part}/${looseKey(label)}`;
    if ((seen.get(place) ?? fullKey(label)) !== fullKey(label)) sideBySide.add(looseKey(label));
    seen.set(place, fullKey(label));
  }
  return ({ label }) => (sideBySide.has(looseKey(label)) ? fullKey(label) : looseKey(label));
}

/** @template {Entry} T @param {Placed<T>[]} pictures @returns {{ training: T[], testing: T[] }} */
function byPart(pictures) {
  const of = (/** @type {boolean} */ aside) => pictures.filter(({ role }) => isAside(role) === aside).map(({ entry }) => entry);
  return { training: of(false), testing: of(true) };
}

/** @param {import("./parts.js").Role | null} role */
function isAside(role) {
  return role === "test" || role === "validation";
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @returns {Map<string, [T, ...T[]]>}
 */
function grouped(items, keyOf) {
  /** @type {Map<string, [T, ...T[]]>} */
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    group ? group.push(item) : groups.set(keyOf(item), [item]);
  }
  return groups;
}
