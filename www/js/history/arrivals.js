/** Pictures that came in, as a step that can be undone. */
import { count } from "../page/words.js";

/** @import { EditHistory, Step } from "./history.js" */

/** What came in: classes that were made for it, and pictures; also those that went to other classes. @typedef {{ classes: number[], pictures: number[] }} Arrived */

/** The last recording, and the step that its pictures are. @type {{ source: string, pictures: Set<number>, step: Step } | null} */
let recording = null;

/** Remembers what one choice of files or folders brought. @param {EditHistory} history @param {Arrived} arrived */
export function remember(history, { classes, pictures }) {
  if (classes.length + pictures.length === 0) return;
  history.remember(stepOf(history, classes, new Set(pictures)));
}

/** Remembers pictures that someone put into a class, and tells of it. @param {EditHistory} history @param {number[]} pictures @param {string} label */
export function tellAdded(history, pictures, label) {
  const step = { label, do: () => history.pupil.pictures.restore(pictures), undo: () => history.pupil.pictures.remove(pictures) };
  history.remember(step);
  history.tell(step);
}

/** Remembers pictures of a recording: all of one are one step. @param {EditHistory} history @param {string} source @param {number[]} pictures */
export function rememberRecorded(history, source, pictures) {
  if (recording?.source === source && recording.step === history.last) {
    for (const id of pictures) recording.pictures.add(id);
    return history.changed();
  }
  if (pictures.length === 0) return;
  const all = new Set(pictures);
  const step = stepOf(history, [], all);
  recording = { source, pictures: all, step };
  history.remember(step);
}

/** @param {EditHistory} history @param {number[]} classes @param {Set<number>} pictures @returns {Step} */
function stepOf({ pupil }, classes, pictures) {
  return {
    get label() {
      const parts = [pictures.size > 0 ? count(pictures.size, "picture") : "", classes.length > 0 ? count(classes.length, "class", "classes") : ""];
      return `${parts.filter((part) => part !== "").join(" and ")} added`;
    },
    async do() {
      for (const id of classes) await pupil.classes.restore(id);
      await pupil.pictures.restore([...pictures]);
    },
    async undo() {
      await pupil.pictures.remove([...pictures]);
      for (const id of classes) await pupil.classes.remove(id);
    },
  };
}
