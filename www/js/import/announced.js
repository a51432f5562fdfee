/** What was announced and is still to come, noted in this browser, so that a tab that is cut off can say later what is missing. */
import { hideNotice, showNotice } from "../page/notices.js";
import { count } from "../page/words.js";

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */

/**
 * @typedef {object} Announced
 * @property {string} name of the folder; empty if it was several, or none
 * @property {number} total
 * @property {number} done
 * @property {number} last the highest id of a picture before
 */

/** Its key in localStorage. */
const KEY = "pupil-announced";

/** Of the notice. */
const MISSING = "missing";

/** @returns {Announced | null} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return null; // storage is blocked
  }
}

/**
 * Notes how far a reading is.
 * @param {Project} project
 * @param {{ done: number, total: number }} reading
 * @param {string} [name] of the folder that is added to it
 */
export function noteAnnounced(project, { done, total }, name) {
  const before = done > 0 || name === undefined ? read() : null;
  if (!before) hideNotice(MISSING);
  const named = name === undefined ? before?.name : before === null ? name : "";
  try {
    localStorage.setItem(KEY, JSON.stringify({ name: named ?? "", total, done, last: before?.last ?? lastId(project) }));
  } catch {
    // Storage is blocked: nothing can be told later.
  }
}

export function clearAnnounced() {
  localStorage.removeItem(KEY);
}

/** Says what is missing since the last time, if something is. @param {Pupil} pupil */
export async function tellMissing(pupil) {
  const announced = read();
  if (!announced) return;
  const missing = announced.total - Math.max(announced.done, await cameIn(pupil, announced.last));
  if (missing <= 0) return clearAnnounced();
  showNotice({ code: MISSING, message: missingWords(announced.name, missing) }, { onClose: clearAnnounced });
}

/** @param {string} name @param {number} missing */
function missingWords(name, missing) {
  const of = name ? ` of the folder “${name}”` : "";
  const again = name ? "Add it again" : "Add them again";
  return `${count(missing, "picture")}${of} ${missing === 1 ? "is" : "are"} missing: this page was closed while they were read. ${again}: what is there is skipped.`;
}

/** Pictures of files that came in after the one with the id `last`: more than were counted, perhaps. @param {Pupil} pupil @param {number} last */
async function cameIn({ pictures, project }, last) {
  const ids = project.classes.flatMap((each) => each.pictures).filter((id) => id > last);
  return (await pictures.info(ids)).filter(({ source }) => source.startsWith("file:")).length;
}

/** @param {Project} project */
function lastId({ classes }) {
  return classes.reduce((last, { pictures }) => pictures.reduce((a, b) => Math.max(a, b), last), -1);
}
