/** Finds the files in what was chosen, dropped or pasted, and sorts them into classes by folder. */

/**
 * @typedef {object} Found
 * @property {File} file
 * @property {string | null} folder the folder that holds it; null if it came by itself
 */

/** Files that systems leave in folders and nobody means to drop. */
const LEFTOVERS = /^(\..*|thumbs\.db|desktop\.ini)$/i;

/**
 * The files of a file or folder picker.
 * @param {Iterable<File>} files
 * @returns {Found[]}
 */
export function chosenFiles(files) {
  return [...files]
    .filter((file) => !LEFTOVERS.test(file.name))
    .map((file) => ({ file, folder: file.webkitRelativePath.split("/").at(-2) ?? null }));
}

/**
 * What was dropped, folders walked to the bottom. Call it inside the drop event: afterwards the browser has forgotten.
 * @param {DataTransfer} transfer
 * @returns {Promise<Found[]>}
 */
export async function droppedFiles(transfer) {
  const found = await Promise.all([...transfer.items].filter(({ kind }) => kind === "file").map(inItem));
  return found.flat();
}

/** As people sort: 2 before 10. */
const byName = new Intl.Collator(undefined, { numeric: true }).compare;

/**
 * Files by the name of the folder that holds them, those without one under ""; both in the order of their names, whatever order the
 * system had them in.
 * @param {Found[]} found
 * @returns {Map<string, File[]>}
 */
export function byFolder(found) {
  /** @type {Map<string, File[]>} */
  const groups = new Map();
  const sorted = [...found].sort((a, b) => byName(a.folder ?? "", b.folder ?? "") || byName(a.file.name, b.file.name));
  for (const { file, folder } of sorted) {
    const group = groups.get(folder ?? "");
    group ? group.push(file) : groups.set(folder ?? "", [file]);
  }
  return groups;
}

/** A picture that was dragged out of a page has no place in the file system. @param {DataTransferItem} item */
function inItem(item) {
  const entry = item.webkitGetAsEntry();
  if (entry) return walk(entry, null);
  const file = item.getAsFile();
  return file ? chosenFiles([file]) : [];
}

/** @param {FileSystemEntry} entry @param {string | null} folder @returns {Promise<Found[]>} */
async function walk(entry, folder) {
  if (LEFTOVERS.test(entry.name)) return [];
  if (entry.isFile) {
    /** @type {File} */
    const file = await new Promise((done, fail) => /** @type {FileSystemFileEntry} */ (entry).file(done, fail));
    return [{ file, folder }];
  }
  const inside = await children(/** @type {FileSystemDirectoryEntry} */ (entry));
  return (await Promise.all(inside.map((child) => walk(child, entry.name)))).flat();
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
