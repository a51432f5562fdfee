/** Copies pictures into folders by class: on the disk where the browser can write to it, else in a zip. The originals are only read. */
import { writeZip } from "../../pkg/lib/index.js";

/** @import { Failure } from "../import/failures.js" */
/** @import { Place } from "./places.js" */

/**
 * @typedef {object} Copying
 * @property {AbortSignal} signal
 * @property {() => void} passed called after each picture
 * @property {(failure: Failure) => void} failed called for each that could not be copied
 */

/** Of the folder that is made for the copies, so that nothing that is there can be in their way. */
const FOLDER = "Sorted by Pupil";

/** After these errors, no other picture can be copied. */
const OVER = ["QuotaExceededError", "NotAllowedError"];

/** Whether the browser can write to a folder that one chooses. */
export const WRITES_FOLDERS = "showDirectoryPicker" in globalThis;

/** @returns {Promise<FileSystemDirectoryHandle | null>} null if nobody chose one */
export async function chooseFolder() {
  const { showDirectoryPicker } = /** @type {{ showDirectoryPicker: (options: object) => Promise<FileSystemDirectoryHandle> }} */ (/** @type {unknown} */ (window));
  return showDirectoryPicker({ id: "pupil-sorted", mode: "readwrite" }).catch((error) => (error.name === "AbortError" ? null : Promise.reject(error)));
}

/**
 * @param {FileSystemDirectoryHandle} parent
 * @param {Place[]} places
 * @param {Copying} copying
 * @returns {Promise<string>} the name of the folder that was made
 */
export async function copyToFolder(parent, places, { signal, passed, failed }) {
  const folder = await freshFolder(parent);
  for (const { row, folder: name, name: fileName } of places) {
    if (signal.aborted) break;
    try {
      const file = await row.file().then(openable);
      const inside = await folder.getDirectoryHandle(name, { create: true });
      await file.stream().pipeTo(await (await inside.getFileHandle(fileName, { create: true })).createWritable());
    } catch (error) {
      if (error instanceof DOMException && OVER.includes(error.name)) throw error;
      failed({ name: row.path, message: `It could not be copied (${error instanceof Error ? error.message : error}).` });
    }
    passed();
  }
  return folder.name;
}

/** @param {FileSystemDirectoryHandle} parent */
async function freshFolder(parent) {
  const taken = new Set();
  for await (const name of /** @type {any} */ (parent).keys()) taken.add(name.toLowerCase());
  let name = FOLDER;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${FOLDER} (${number})`;
  return parent.getDirectoryHandle(name, { create: true });
}

/**
 * As the zip is written, the browser takes it away, to its disk where it is large.
 * @param {Place[]} places
 * @param {Copying} copying
 * @returns {Promise<Blob>} rejects with what the signal was aborted with
 */
export async function zipOf(places, copying) {
  const { readable, writable } = new TransformStream();
  const [zip] = await Promise.all([new Response(readable).blob(), writeZip(filesOf(places, copying), writable)]);
  return new Blob([zip], { type: "application/zip" });
}

/** @param {Place[]} places @param {Copying} copying */
async function* filesOf(places, { signal, passed, failed }) {
  for (const { row, folder, name } of places) {
    signal.throwIfAborted();
    const data = await row.file().then(openable).catch(() => null);
    if (data) yield { name: `${folder}/${name}`, data };
    else failed({ name: row.path, message: "It could not be read." });
    passed();
  }
}

/** A file that has gone is found out before there is anything of its copy. @param {File} file */
async function openable(file) {
  await file.slice(0, 1).arrayBuffer();
  return file;
}
