/** Unpacks zip files among what came: what is in them comes in as if their folder had. */
import { readZip } from "../../pkg/lib/index.js";
import { fileName } from "./folder.js";
import { found } from "./found.js";
import { visible } from "./hidden.js";
import { LABELS, teachablePaths } from "./teachable.js";

/** @import { ZipEntry } from "../../pkg/lib/index.js" */
/** @import { Arrival, Found } from "./found.js" */
/** What is being read, shown and stopped elsewhere. @typedef {{ signal: AbortSignal, skip(files: number): void, end(): void }} Errand */
/** @typedef {(files: number, name: string) => Errand} Begin */
/** @typedef {{ path: string, entry: ZipEntry }} Packed */

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
  const packed = visible(entries.map((entry) => ({ path: entry.name, entry })));
  if (packed.length === 0) return void all.words.push(`“${name}” is ${whole ? "empty" : "no zip, or too damaged to be read"}.`);
  if (packed.length > MAX_FILES || sum(packed.map(({ entry }) => entry.size)) > MAX_BYTES) {
    return void all.words.push(`“${name}” is too large to unpack here: unpack it, and add the folder.`);
  }
  if (!whole) all.words.push(`“${name}” is damaged or cut off: what could be read of it is here.`);
  const wanted = await inFolders(packed);
  const errand = begin(wanted.length, name);
  const broken = [];
  for (const { path, entry } of wanted) {
    if (errand.signal.aborted) break;
    const blob = await entry.read().catch(() => null);
    if (blob) all.files.push(await found(new File([blob], fileName(path)), `${archive.path.replace(ARCHIVE, "")}/${path}`));
    else broken.push(path);
    errand.skip(1);
  }
  errand.end();
  all.unreadable.push(...broken.map((path) => `${name}: ${path}`));
  if (errand.signal.aborted) all.words.push(`Unpacking “${name}” was stopped.`);
}

/** With a folder for each class, also where another program names it elsewhere. @param {Packed[]} packed @returns {Promise<Packed[]>} */
async function inFolders(packed) {
  const labels = packed.find(({ path }) => path === LABELS);
  const text = labels && labels.entry.size < 1e6 ? await labels.entry.read().then((blob) => blob.text(), () => null) : null;
  const paths = teachablePaths(packed.map(({ path }) => path), text);
  if (!paths) return packed;
  return packed.flatMap(({ entry }, index) => {
    const path = paths[index];
    return path ? [{ path, entry }] : [];
  });
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
