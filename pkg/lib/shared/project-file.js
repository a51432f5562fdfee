/** Tells the zip files to which projects were saved from all others. */
import { readZip } from "./zip.js";

/** @import { ZipEntry } from "./zip.js" */

export const FORMAT = "pupil-project";

/** The file in it that says what it is. */
export const DESCRIPTION = "pupil.json";

/** "PK", 3, 4: how a zip begins. APPNOTE.TXT 4.3.7 */
const SIGNATURE = 0x04034b50;

/** A program that unpacked and packed it may have put a folder around it. @param {ZipEntry[]} entries */
export function descriptionIn(entries) {
  return entries.find(({ name }) => name === DESCRIPTION || name.endsWith(`/${DESCRIPTION}`));
}

/** What the file says of itself; null where that is damaged. @param {ZipEntry} entry */
export function readDescription(entry) {
  return entry.read().then(async (blob) => JSON.parse(await blob.text())).catch(() => null);
}

/**
 * Whether `pupil.projects.import` may open a file: looks into it, whatever its name. Of one that is cut off or damaged, this is known as
 * long as the beginning is there.
 * @param {Blob} file
 * @returns {Promise<boolean>} false where it cannot be read
 */
export async function isProjectFile(file) {
  try {
    if (file.size < 4 || new DataView(await file.slice(0, 4).arrayBuffer()).getUint32(0, true) !== SIGNATURE) return false;
    const found = descriptionIn((await readZip(file)).entries);
    const said = found && (await readDescription(found));
    return said === null || said?.format === FORMAT;
  } catch {
    return false;
  }
}
