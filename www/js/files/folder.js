/** Files in the folders that their paths name. */
import { fullKey } from "../page/names.js";

/**
 * @typedef {object} Entry
 * @property {string} path from what was chosen or dropped on, the parts between slashes: "dataset/cats/1.png"
 * @property {boolean} picture whether it may be one
 * @property {string} [label] its class, where another program says it, whatever its folders are called
 */

/** @template {Entry} [T=Entry] */
export class Folder {
  /** Subfolders. @type {Folder<T>[]} */
  folders = [];
  /** Directly in it. @type {T[]} */
  files = [];
  /** @type {Map<string, Folder<T>>} */
  #byKey = new Map();

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /** Adds a file where its path says. @param {T} entry */
  add(entry) {
    /** @type {Folder<T>} */
    let folder = this;
    for (const name of foldersOf(entry.path)) folder = folder.#subfolder(name);
    folder.files.push(entry);
  }

  /** Folders whose names look the same are one. @param {string} name */
  #subfolder(name) {
    const key = fullKey(name);
    const folder = this.#byKey.get(key) ?? new Folder(name);
    if (!this.#byKey.has(key)) this.folders.push(folder);
    this.#byKey.set(key, folder);
    return folder;
  }
}

/** Its subfolders; if it only wraps another folder, those of that one. @param {Folder} folder @returns {Folder[]} */
export function innerFolders({ folders, files }) {
  const [only, ...others] = folders;
  return only && others.length === 0 && files.length === 0 && only.folders.length > 0 ? innerFolders(only) : folders;
}

/** The names of the folders in a path, without those in which nothing can be seen. @param {string} path */
export function foldersOf(path) {
  return path.split("/").slice(0, -1).filter((name) => fullKey(name) !== "");
}

/** The file's name in a path. @param {string} path */
export function fileName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
