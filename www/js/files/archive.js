/** Unpacks zip files among what came: what is in them comes in as if their folder had. */
import { readZip } from "../../pkg/lib/index.js";
import { fileName } from "./folder.js";
import { found } from "./found.js";
import { isHidden, visible } from "./hidden.js";
import { LABELS, teachableClasses } from "./teachable.js";

/** @import { ZipEntry } from "../../pkg/lib/index.js" */
/** @import { Arrival, Found } from "./found.js" */
/** What is being read, shown and stopped elsewhere. @typedef {{ signal: AbortSignal, skip(files: number): void, end(): void }} Errand */
/** @typedef {(files: number, name: string) => Errand} Begin */
/** `label`: its class, where another program says it. @typedef {{ path: string, entry: ZipEntry, label?: string }} Packed */

const ARCHIVE = /\.(zip|tm)$/i;

/** More is no collection of pictures for a tab, or one that was made to fill it. */
const MAX_FILES = 50_000;
const MAX_BYTES = 2_000_000_000;

/**
 * Those that were chosen or dropped themselves: a zip in a folder, or in another zip, stays as it is.
 * @param {Arrival} arrival
 * @param {Begin} begin
 * @returns {Promise<Arrival>} with what could be read in place of each zip, and words on what could not
 */
export async function unpacked({ files, unreadable, words = [] }, begin) {
  /** @type {Arrival & { words: string[] }} */
  const all = { files: [], unreadable: [...unreadable], words: [...words] };
  for (const file of files) {
    if (file.picture || file.path.includes("/") || !ARCHIVE.test(file.path)) all.files.push(file);
    else await unpack(file, all, begin);
  }
  return all;
}

/** @param {Found} archive @param {Arrival & { words: string[] }} all @param {Begin} begin */
async function unpack(archive, all, begin) {
  const name = fileName(archive.path);
  const { entries, whole } = await readZip(archive.file);
  const packed = await meant(entries.map((entry) => ({ path: entry.name, entry })));
  if (packed.length === 0) return void all.words.push(`“${name}” is ${whole ? "empty" : "no zip, or too damaged to be read"}.`);
  if (packed.length > MAX_FILES || sum(packed.map(({ entry }) => entry.size)) > MAX_BYTES) {
    return void all.words.push(`“${name}” is too large to unpack here: unpack it, and add the folder.`);
  }
  if (!whole) all.words.push(`“${name}” is damaged or cut off: what could be read of it is here.`);
  const errand = begin(packed.length, name);
  const broken = [];
  for (const { path, entry, label } of packed) {
    if (errand.signal.aborted) break;
    const blob = await entry.read().catch(() => null);
    if (blob) all.files.push({ ...(await found(new File([blob], fileName(path)), `${archive.path.replace(ARCHIVE, "")}/${path}`)), label });
    else broken.push(path);
    errand.skip(1);
  }
  errand.end();
  all.unreadable.push(...broken.map((path) => `${name}: ${path}`));
  if (errand.signal.aborted) all.words.push(`Unpacking “${name}” was stopped.`);
}

/** What someone means to add; with its class, where another program says it. @param {Packed[]} packed @returns {Promise<Packed[]>} */
async function meant(packed) {
  const outside = packed.filter(({ path }) => !path.split("/").slice(0, -1).some(isHidden));
  const labels = outside.find(({ path }) => path === LABELS);
  const text = labels && labels.entry.size < 1e6 ? await labels.entry.read().then((blob) => blob.text(), () => null) : null;
  const classes = teachableClasses(outside.map(({ path }) => path), text);
  if (!classes) return visible(packed);
  return outside.flatMap(({ entry }, index) => {
    const named = classes[index];
    return named ? [{ path: `${folderOf(named.label)}/${named.file}`, entry, label: named.label }] : [];
  });
}

/** A folder for a class, in which files are seen. @param {string} label */
function folderOf(label) {
  const name = label.replaceAll("/", "_");
  return isHidden(name) ? `_${name}` : name;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
