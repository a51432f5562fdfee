/** Finds the folders that are parts of a data set (train, validation, test), not classes. */
import { looseKey } from "../page/names.js";
import { innerFolders } from "./folder.js";

/** @import { Folder } from "./folder.js" */
/** @typedef {"train" | "validation" | "test"} Role what a part is for */

/** @type {Record<string, Role>} */
const WORDS = {
  train: "train", training: "train", trn: "train",
  validation: "validation", valid: "validation", val: "validation", validate: "validation", validating: "validation", dev: "validation",
  development: "validation", eval: "validation", evaluation: "validation", holdout: "validation",
  test: "test", testing: "test", tests: "test", tst: "test",
};

/** They stand beside such a word and say nothing: "test_images", "seg_train", "train2017". */
const FILLERS = /^(set|data|dataset|images?|imgs?|pictures?|pics|photos?|samples?|split|folder|files|seg|the|my)$/;

/** "trainset" is "train", too. */
const GLUED = /^(train|training|val|valid|validation|dev|test|testing)(set|data|images)$/;

/** Folders that hold pieces of what their parent names. */
const PIECE = /^(images?|imgs?|pictures?|pics|photos?|jpe?gs?|pngs?|files|frames|((split|fold|batch|part|chunk|shard|subset)[ _-]?\d+))$/;

/**
 * Which of a folder's subfolders are parts.
 * @param {Folder} folder
 * @returns {Map<Folder, Role>} empty if they are not parts
 */
export function partsOf({ folders }) {
  const named = rolesOf(folders);
  if (named.size === folders.length) return named;
  return new Map([...named].filter(([part, role]) => role === "test" || sharesClasses(part, folders, named)));
}

/** Whether the folder holds pieces of what its parent names: "images", "split_1". @param {Folder} folder */
export function isPiece({ name }) {
  return PIECE.test(looseKey(name));
}

/** @param {Folder[]} folders @returns {Map<Folder, Role>} */
function rolesOf(folders) {
  const clear = folders.flatMap((folder) => clearRole(folder.name) ?? []).length > 0;
  return clear ? rolesBy(folders, clearRole) : prefixedRoles(folders);
}

/** @param {Folder[]} folders @param {(name: string) => Role | undefined} roleOf @returns {Map<Folder, Role>} */
function rolesBy(folders, roleOf) {
  return new Map(folders.flatMap((folder) => {
    const role = roleOf(folder.name);
    return role ? [/** @type {const} */ ([folder, role])] : [];
  }));
}

/** "test", "Test images", "testset". @param {string} name */
function clearRole(name) {
  const words = wordsOf(name).filter((word) => !FILLERS.test(word));
  return words.length === 1 ? roleOfWord(words[0]) : undefined;
}

/**
 * "birds_train" beside "birds_test"; or "birds_test" alone with classes, not parts, inside. A "steam train" beside a "toy train" is none.
 * @param {Folder[]} folders
 * @returns {Map<Folder, Role>}
 */
function prefixedRoles(folders) {
  const split = folders.map(({ name }) => prefixed(name));
  const roles = new Set(split.map((each) => each?.role));
  const prefixes = new Set(split.map((each) => each?.prefix));
  const [only, ...others] = folders;
  const alone = only !== undefined && others.length === 0 && innerFolders(only).length > 1 && rolesOf(innerFolders(only)).size === 0;
  const parts = !roles.has(undefined) && prefixes.size === 1 && (roles.size > 1 || alone);
  return parts ? rolesBy(folders, (name) => prefixed(name)?.role) : new Map();
}

/** @param {string} name */
function prefixed(name) {
  const words = wordsOf(name);
  const index = roleOfWord(words.at(-1)) ? words.length - 1 : 0;
  const role = roleOfWord(words[index]);
  return role && { role, prefix: words.toSpliced(index, 1).join(" ") };
}

/** A part beside folders that are none has the same classes as they, or as another part. @param {Folder} part @param {Folder[]} folders @param {Map<Folder, Role>} named */
function sharesClasses(part, folders, named) {
  const others = folders.filter((folder) => folder !== part);
  const beside = others.flatMap((folder) => (named.has(folder) ? innerFolders(folder) : [folder]));
  const names = new Set(beside.filter((folder) => !isPiece(folder)).map(({ name }) => looseKey(name)));
  return innerFolders(part).some(({ name }) => names.has(looseKey(name)));
}

/** @param {string | undefined} word */
function roleOfWord(word = "") {
  return WORDS[GLUED.exec(word)?.[1] ?? word];
}

/** The words of a name, without digits. @param {string} name */
function wordsOf(name) {
  return looseKey(name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")).split(/[^\p{L}\p{M}]+/u).filter((word) => word !== "");
}
