/** Moves, removes, leaves out and sets aside pictures, and offers to undo it. */
import { toast, toastError } from "../page/toasts.js";
import { count } from "../page/words.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** @param {Pupil} pupil @param {number[]} ids of several classes, perhaps @param {number} to */
export async function movePictures(pupil, ids, to) {
  const before = pupil.project.classes.map(({ id, pictures }) => ({ id, moved: pictures.filter((picture) => ids.includes(picture)) }));
  await pupil.pictures.move(ids, to);
  const name = pupil.project.classes.find(({ id }) => id === to)?.name ?? "";
  const back = () => Promise.all(before.filter(({ moved }) => moved.length > 0).map(({ id, moved }) => pupil.pictures.move(moved, id)));
  toast(`${count(ids.length, "picture")} moved to “${name}”.`, () => back().catch(toastError));
}

/** @param {Pupil} pupil @param {number[]} ids */
export async function removePictures(pupil, ids) {
  await pupil.pictures.remove(ids);
  toast(`${count(ids.length, "picture")} deleted.`, () => pupil.pictures.restore(ids).catch(toastError));
}

/** Leaves pictures out of everything, or uses them again. @param {Pupil} pupil @param {number[]} ids @param {boolean} out */
export async function leaveOut(pupil, ids, out) {
  const changed = unlike(ids, pupil.project.disabledPictures, out);
  await pupil.pictures.enable(changed, !out);
  const what = out ? "left out" : "used again";
  toast(`${count(changed.length, "picture")} ${what}.`, () => pupil.pictures.enable(changed, out).catch(toastError));
}

/** Sets pictures aside for testing, with all others of their recordings, or trains on them again. @param {Pupil} pupil @param {number[]} ids @param {boolean} aside */
export async function setAside(pupil, ids, aside) {
  const before = pupil.project.asidePictures.length;
  const changed = unlike(ids, pupil.project.asidePictures, aside);
  await pupil.pictures.setAside(changed, aside);
  const moved = Math.abs(pupil.project.asidePictures.length - before);
  const whole = moved > changed.length ? " (whole recordings)" : "";
  const what = aside ? "set aside for testing" : "used for teaching again";
  toast(`${count(moved, "picture")} ${what}${whole}.`, () => pupil.pictures.setAside(changed, !aside).catch(toastError));
}

/** The pictures that are not yet as wanted: undoing must leave the others alone. @param {number[]} ids @param {number[]} marked @param {boolean} wanted */
function unlike(ids, marked, wanted) {
  const set = new Set(marked);
  return ids.filter((id) => set.has(id) !== wanted);
}
