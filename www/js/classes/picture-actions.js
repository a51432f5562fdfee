/** Moves, removes, leaves out and sets aside pictures, and offers to take it back. */
import { toast, toastError } from "../page/toasts.js";
import { count } from "../page/words.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** @param {Pupil} pupil @param {number[]} ids of several classes, perhaps @param {number} to */
export async function movePictures(pupil, ids, to) {
  const before = pupil.project.classes.map(({ id, pictures }) => ({ id, moved: pictures.filter((picture) => ids.includes(picture)) }));
  await pupil.movePictures(ids, to);
  const name = pupil.project.classes.find(({ id }) => id === to)?.name ?? "";
  const back = () => Promise.all(before.filter(({ moved }) => moved.length > 0).map(({ id, moved }) => pupil.movePictures(moved, id)));
  toast(`${count(ids.length, "picture")} moved to “${name}”.`, () => back().catch(toastError));
}

/** @param {Pupil} pupil @param {number[]} ids */
export async function removePictures(pupil, ids) {
  await pupil.removePictures(ids);
  toast(`${count(ids.length, "picture")} deleted.`, () => pupil.restorePictures(ids).catch(toastError));
}

/** @param {Pupil} pupil @param {number[]} ids */
export async function leaveOut(pupil, ids) {
  await pupil.setPicturesEnabled(ids, false);
  toast(`${count(ids.length, "picture")} left out.`, () => pupil.setPicturesEnabled(ids, true).catch(toastError));
}

/** With all others of their recordings. @param {Pupil} pupil @param {number[]} ids @param {boolean} aside */
export async function setAside(pupil, ids, aside) {
  const before = pupil.project.asidePictures.length;
  await pupil.setPicturesAside(ids, aside);
  const moved = Math.abs(pupil.project.asidePictures.length - before);
  const whole = moved > ids.length ? " (whole recordings)" : "";
  const what = aside ? "set aside for testing" : "used for teaching again";
  toast(`${count(moved, "picture")} ${what}${whole}.`, () => pupil.setPicturesAside(ids, !aside).catch(toastError));
}
