/** Walks through a tree of folders, and notes of each picture which folders may name its class, and which part it is of. */
import { looseKey } from "../page/names.js";
import { innerFolders } from "./folder.js";
import { isAnnotation, isPiece, partsOf } from "./parts.js";

/** @import { Entry, Folder } from "./folder.js" */
/** @import { Role } from "./parts.js" */

/**
 * @template {Entry} T
 * @typedef {object} Placed
 * @property {T} entry
 * @property {string[]} levels the folders around it that may name its class, from the outside in
 * @property {Role | null} role of its innermost part; null if it is in none
 * @property {string} part the folder of its part
 * @property {boolean} loose whether no folder between it and its part can name its class
 * @property {boolean} beside whether it lies beside parts with classes, in a folder that is neither
 */

/** @typedef {Omit<Placed<Entry>, "entry">} Place */

/**
 * @template {Entry} T
 * @param {Folder<T>} folder
 * @param {Place} [place]
 * @returns {Placed<T>[]}
 */
export function placed(folder, place = { levels: [], role: null, part: "", loose: false, beside: false }) {
  const own = folder.files.map((entry) => ({ ...place, entry }));
  const parts = partsOf(folder);
  const within = folder.folders.map((inner) => placed(inner, placeOf(inner, folder, parts, place)));
  return [...own, ...within.flat()];
}

/** @param {Folder} inner @param {Folder} folder around it @param {Map<Folder, Role>} parts of that one @param {Place} place of that one @returns {Place} */
function placeOf(inner, folder, parts, place) {
  const role = parts.get(inner);
  if (role) return { ...place, role, part: inner.name, loose: true };
  if (isAnnotation(inner) && folder.folders.some(isPiece)) return { ...place, beside: true };
  if (parts.size === 0 && namesNothing(inner, folder, place)) return place;
  return { ...place, levels: [...place.levels, inner.name], loose: false, beside: place.beside || isStranger(inner, parts) };
}

/** Whether a folder's name says nothing of a class: pieces, a folder in one of its own name, the only folder of a part. @param {Folder} inner @param {Folder} folder @param {Place} place */
function namesNothing(inner, folder, { loose }) {
  if (isPiece(inner) && folder.folders.every((each) => isPiece(each) || isAnnotation(each))) return true;
  const alone = folder.folders.length === 1 && folder.files.length === 0;
  return alone && (looseKey(inner.name) === looseKey(folder.name) || (loose && inner.folders.length > 1));
}

/** Beside a "train" with classes in it, and none of them. @param {Folder} inner @param {Map<Folder, Role>} parts */
function isStranger(inner, parts) {
  const taught = [...parts].flatMap(([folder, role]) => (role === "train" ? innerFolders(folder) : []));
  return taught.length > 0 && !taught.some(({ name }) => looseKey(name) === looseKey(inner.name));
}
