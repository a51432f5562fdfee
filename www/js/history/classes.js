/** Edits of classes that can be undone. */

/** @import { ClassInfo } from "../../pkg/lib/index.js" */
/** @import { EditHistory } from "./history.js" */

/** @param {EditHistory} history @param {string} name @returns {Promise<ClassInfo>} */
export function addClass(history, name) {
  const { classes } = history.pupil;
  return history.during(async () => {
    const added = await classes.add(name);
    history.remember({ label: `“${added.name}” added`, do: () => classes.restore(added.id), undo: () => classes.remove(added.id) });
    return added;
  });
}

/** @param {EditHistory} history @param {number} id @param {string} name */
export function renameClass(history, id, name) {
  const { classes } = history.pupil;
  const before = nameOf(history, id);
  return history.perform({ label: `“${before}” renamed to “${name}”`, do: () => classes.rename(id, name), undo: () => classes.rename(id, before) });
}

/** Switches a class on or off. @param {EditHistory} history @param {number} id @param {boolean} enabled */
export function enableClass(history, id, enabled) {
  const { classes } = history.pupil;
  const label = `“${nameOf(history, id)}” switched ${enabled ? "on" : "off"}`;
  return history.perform({ label, do: () => classes.enable(id, enabled), undo: () => classes.enable(id, !enabled) });
}

/** @param {EditHistory} history @param {number} id @param {string} what names it and its pictures */
export function removeClass(history, id, what) {
  const { classes } = history.pupil;
  return history.performAloud({ label: `${what} deleted`, do: () => classes.remove(id), undo: () => classes.restore(id) });
}

/** @param {EditHistory} history @param {number} id */
export function nameOf({ pupil }, id) {
  return pupil.project.classes.find((each) => each.id === id)?.name ?? "";
}
