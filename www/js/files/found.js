/** Finds the files in what was chosen, dropped or pasted: each with its whole path, and whether it may be a picture. */
import { isHidden } from "./hidden.js";
import { mayBePicture } from "./signature.js";

/**
 * @typedef {object} Found
 * @property {File} file
 * @property {string} path its folders and its name, the parts between slashes
 * @property {boolean} picture whether it may be one
 * @property {string} [label] its class, where another program says it
 */

/**
 * What came in one go.
 * @typedef {object} Arrival
 * @property {Found[]} files
 * @property {string[]} unreadable paths of what could not be read
 * @property {string[]} [words] what else is to be told, in sentences
 */

/**
 * The files of a picker, or what was pasted.
 * @param {Iterable<File>} files
 * @returns {Promise<Arrival>}
 */
export async function chosenFiles(files) {
  return { files: await Promise.all([...files].map((file) => found(file, file.webkitRelativePath || file.name))), unreadable: [] };
}

/**
 * What was dropped, folders walked to the bottom. Call it inside the drop event: afterwards the browser has forgotten.
 * @param {DataTransfer} transfer
 * @returns {Promise<Arrival>}
 */
export async function droppedFiles(transfer) {
  /** @type {Arrival} */
  const arrival = { files: [], unreadable: [] };
  await Promise.all([...transfer.items].filter(({ kind }) => kind === "file").map((item) => inItem(item, arrival)));
  return arrival;
}

/** A picture that was dragged out of a page has no place in the file system. @param {DataTransferItem} item @param {Arrival} arrival */
async function inItem(item, arrival) {
  const entry = item.webkitGetAsEntry();
  const file = entry ? null : item.getAsFile();
  if (entry) await walk(entry, entry.name, arrival);
  if (file) arrival.files.push(await found(file, file.name));
}

/** @param {FileSystemEntry} entry @param {string} path @param {Arrival} arrival */
async function walk(entry, path, arrival) {
  try {
    if (entry.isFile) {
      /** @type {File} */
      const file = await new Promise((done, fail) => /** @type {FileSystemFileEntry} */ (entry).file(done, fail));
      arrival.files.push(await found(file, path));
    } else {
      const inside = await children(/** @type {FileSystemDirectoryEntry} */ (entry));
      await Promise.all(inside.filter(({ name }) => !isHidden(name)).map((child) => walk(child, `${path}/${child.name}`, arrival)));
    }
  } catch {
    arrival.unreadable.push(path);
  }
}

/** A reader returns at most a hundred entries a call. @param {FileSystemDirectoryEntry} folder */
async function children(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** @param {File} file @param {string} path @returns {Promise<Found>} */
export async function found(file, path) {
  return { file, path, picture: await mayBePicture(file) };
}
