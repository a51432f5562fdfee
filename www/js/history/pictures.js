/** Edits of pictures that can be undone: move, delete, ignore, use for testing. */
import { count } from "../page/words.js";
import { nameOf } from "./classes.js";

/** @import { EditHistory } from "./history.js" */
/** @typedef {{ id: number, to: number }} Move of a picture to a class */

/** @param {EditHistory} history @param {number[]} ids of several classes, perhaps @param {number} to */
export function movePictures(history, ids, to) {
  return moveEach(history, ids.map((id) => ({ id, to })), `${count(ids.length, "picture")} moved to “${nameOf(history, to)}”`);
}

/** @param {EditHistory} history @param {Move[]} moves @param {string} label */
export function moveEach(history, moves, label) {
  const { pupil } = history;
  const classOf = new Map(pupil.project.classes.flatMap(({ id, pictures }) => pictures.map((picture) => [picture, id])));
  const back = moves.map(({ id }) => ({ id, to: classOf.get(id) ?? -1 }));
  return history.performAloud({ label, do: () => move(history, moves), undo: () => move(history, back) });
}

/** Pictures of one class in one go. @param {EditHistory} history @param {Move[]} moves */
async function move({ pupil }, moves) {
  for (const [to, some] of Map.groupBy(moves, (each) => each.to)) await pupil.pictures.move(some.map(({ id }) => id), to);
}

/** @param {EditHistory} history @param {number[]} ids */
export function removePictures(history, ids) {
  const { pictures } = history.pupil;
  const label = `${count(ids.length, "picture")} deleted`;
  return history.performAloud({ label, do: () => pictures.remove(ids), undo: () => pictures.restore(ids) });
}

/** Leaves pictures out of everything, or uses them again. @param {EditHistory} history @param {number[]} ids @param {boolean} out */
export function leaveOut(history, ids, out) {
  const { pictures, project } = history.pupil;
  const changed = unlike(ids, project.disabledPictures, out);
  const label = `${count(changed.length, "picture")} ${out ? "ignored" : "used again"}`;
  return history.performAloud({ label, do: () => pictures.enable(changed, !out), undo: () => pictures.enable(changed, out) });
}

/** Uses pictures for testing, with all others of their recordings, or teaches with them again. @param {EditHistory} history @param {number[]} ids @param {boolean} aside */
export function setAside(history, ids, aside) {
  const { pupil } = history;
  const before = pupil.project.asidePictures.length;
  const changed = unlike(ids, pupil.project.asidePictures, aside);
  const step = { label: "", do: () => pupil.pictures.setAside(changed, aside), undo: () => pupil.pictures.setAside(changed, !aside) };
  return history.during(async () => {
    await step.do();
    const moved = Math.abs(pupil.project.asidePictures.length - before);
    step.label = `${count(moved, "picture")} ${aside ? "used for testing" : "used for teaching again"}${moved > changed.length ? " (whole recordings)" : ""}`;
    history.remember(step);
    history.tell(step);
  });
}

/** The pictures that are not yet as wanted: undoing must leave the others alone. @param {number[]} ids @param {number[]} marked @param {boolean} wanted */
function unlike(ids, marked, wanted) {
  const set = new Set(marked);
  return ids.filter((id) => set.has(id) !== wanted);
}
